package dev.plumbline.web;

import dev.plumbline.people.Viewers;
import dev.plumbline.store.people.Right;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** What happened to all domains: judgements, records, decisions. */
@Path("/history")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Right.Name.READ)
public class HistoryPage {

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance show(HistoryView view);
  }

  private final HistoryLists lists;
  private final Viewers viewers;

  HistoryPage(HistoryLists lists, Viewers viewers) {
    this.lists = lists;
    this.viewers = viewers;
  }

  @GET
  public TemplateInstance show(
      @QueryParam("kind") @Nullable String kind, @QueryParam("page") @Nullable String page) {
    return Templates.show(lists.all(viewers.scope(), kind, page));
  }
}
