package dev.plumbline.cli.mail;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.plumbline.intake.TestAddresses.Made;

/** An address that was made, as one line of JSON. The names are part of the command's contract. */
final class MadeJson {

  private MadeJson() {}

  static String line(Made made, String page) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("address", made.address())
        .put("expires_at", made.expiresAt().toString())
        .put("page", page)
        .toString();
  }
}
