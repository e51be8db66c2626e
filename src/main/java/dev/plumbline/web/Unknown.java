package dev.plumbline.web;

import jakarta.ws.rs.NotFoundException;

/** What is said about things nobody has heard of. */
final class Unknown {

  private Unknown() {}

  static NotFoundException domain(String domain) {
    return new NotFoundException("No report about " + domain + " has come in.");
  }
}
