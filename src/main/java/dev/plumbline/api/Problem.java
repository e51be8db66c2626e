package dev.plumbline.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.plumbline.dns.InertText;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/**
 * Why a request got no answer (RFC 9457).
 *
 * @param detail one sentence; what it repeats of a request turns and hides nothing where it is read
 * @param limit the limit that was hit, if one was
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Problem(String title, int status, String detail, @Nullable String limit) {

  static final String MEDIA_TYPE = "application/problem+json";

  Problem {
    detail = InertText.visible(detail);
  }

  Response response() {
    return Response.status(status).type(MEDIA_TYPE).entity(this).build();
  }
}
