package dev.plumbline.web;

import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

/** The domain and the days that a page was asked about, as its address has them. */
public class DomainRequest {

  @PathParam("domain")
  @Nullable String domain;

  @QueryParam("days")
  @Nullable String days;

  @QueryParam("from")
  @Nullable String from;

  @QueryParam("to")
  @Nullable String to;
}
