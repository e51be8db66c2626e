package dev.plumbline.web;

import dev.plumbline.people.Viewers;
import dev.plumbline.store.Scope;
import dev.plumbline.store.people.Right;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
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
  private final Tables tables;
  private final Viewers viewers;

  HistoryPage(HistoryLists lists, Viewers viewers, Tables tables) {
    this.tables = tables;
    this.lists = lists;
    this.viewers = viewers;
  }

  @GET
  public Response show(
      @QueryParam("kind") @Nullable String kind, @QueryParam("page") @Nullable String page) {
    Scope scope = viewers.scope();
    return tables.paged("history", page, number -> Templates.show(lists.all(scope, kind, number)));
  }
}
