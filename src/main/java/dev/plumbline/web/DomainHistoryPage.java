package dev.plumbline.web;

import dev.plumbline.store.people.Right;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** What happened to one domain. */
@Path("/domains/{domain}/history")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Right.Name.READ)
public class DomainHistoryPage {

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance show(HistoryView view);
  }

  private final DomainRequests requests;
  private final HistoryLists lists;
  private final Tables tables;

  DomainHistoryPage(DomainRequests requests, HistoryLists lists, Tables tables) {
    this.tables = tables;
    this.requests = requests;
    this.lists = lists;
  }

  @GET
  public Response show(
      @BeanParam DomainRequest request,
      @QueryParam("kind") @Nullable String kind,
      @QueryParam("page") @Nullable String page) {
    DomainRequests.Asked asked = requests.of(request);
    return tables.paged("history", page, number -> Templates.show(lists.of(asked, kind, number)));
  }
}
