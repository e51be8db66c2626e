package dev.plumbline.web;

import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** Pages whose address holds a key: it is told to nobody, and kept nowhere. */
final class KeyAnswer {

  private KeyAnswer() {}

  static Response of(TemplateInstance page) {
    return Response.ok(page.render())
        // Without any referrer, browsers would not say where a form comes from, either, and it
        // would be refused.
        .header("Referrer-Policy", "strict-origin")
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }
}
