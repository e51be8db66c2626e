package dev.plumbline.web;

import java.util.List;

/** The files that a table can be had as. */
final class Exports {

  private Exports() {}

  /** Links to the table at an address that has a query. */
  static List<Tab> of(String address) {
    return List.of(
        new Tab("CSV", address + "&format=csv", false),
        new Tab("JSON", address + "&format=json", false));
  }
}
