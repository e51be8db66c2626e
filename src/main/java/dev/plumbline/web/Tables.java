package dev.plumbline.web;

import io.quarkus.qute.TemplateInstance;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/**
 * The tables of all pages as files: the address of a page, with the name of one of its tables and a
 * format, is that table. So a file has what the page has, within the same rights, limited by the
 * same filters and period, and of all pages of a list that has several.
 *
 * <p>A template names a table by {@code data-table} and puts {@code {#tablefile 'name' /}} below
 * it; a list with pages is given out by {@link #paged}.
 */
@Named("tables")
@ApplicationScoped
class Tables {

  static final String TABLE = "table";
  static final String FORMAT = "format";

  /** Rows of a list that are read at a time: as many are in memory at once. */
  private static final int PIECE = 200;

  /** What is no part of a table's address: the place in it, and what was done just before. */
  private static final Set<String> NOT_KEPT = Set.of(TABLE, FORMAT, "page", "done", "uploaded");

  private final CurrentVertxRequest current;

  Tables(CurrentVertxRequest current) {
    this.current = current;
  }

  /** Links to a table of the page that is being shown; none where its address does not show it. */
  public List<Tab> links(String name) {
    HttpServerRequest request = request();
    if (request == null || !request.method().equals(HttpMethod.GET)) {
      return List.of();
    }
    var address = new StringBuilder(request.path().replaceFirst("^/+", "/")).append('?');
    String query = request.query();
    for (String part : query == null ? new String[0] : query.split("&")) {
      if (!part.isEmpty() && !NOT_KEPT.contains(part.split("=", 2)[0])) {
        address.append(part).append('&');
      }
    }
    address.append(TABLE).append('=').append(Links.value(name));
    return Exports.of(address.toString());
  }

  /** How many rows a list has on a page: more where it is taken as a file. */
  int size(String table, int usual) {
    return isAskedFor(table) ? PIECE : usual;
  }

  /** How many rows a short table shows: as a file it has all, as far as there is sense in it. */
  int whole(String table, int shown) {
    return isAskedFor(table) ? Exported.MOST_ROWS : shown;
  }

  /**
   * A page of a list, or the list of all pages as a file, piece by piece.
   *
   * @param table its name
   * @param page makes a page, counted from 1
   */
  Response paged(String table, @Nullable String wantedPage, IntFunction<TemplateInstance> page) {
    if (!isAskedFor(table)) {
      return Response.ok(page.apply(Pager.number(wantedPage))).build();
    }
    HttpServerRequest request = request();
    String format = request == null ? null : request.getParam(FORMAT);
    TableFile file = TableFile.of(name(request == null ? "" : request.path(), table), format);
    PageTable first = PageTable.of(page.apply(1).render(), table).orElse(null);
    return file.of(first, number -> PageTable.of(page.apply(number).render(), table).orElse(null));
  }

  private boolean isAskedFor(String table) {
    HttpServerRequest request = request();
    return request != null && table.equals(request.getParam(TABLE));
  }

  private @Nullable HttpServerRequest request() {
    RoutingContext context = current.getCurrent();
    return context == null ? null : context.request();
  }

  /** Gives a table of a page instead of the page, where its address says so. */
  @ServerResponseFilter
  void instead(ContainerRequestContext request, ContainerResponseContext response) {
    MultivaluedMap<String, String> query = request.getUriInfo().getQueryParameters();
    String table = query.getFirst(TABLE);
    if (table == null || !request.getMethod().equals("GET") || response.getStatus() != 200) {
      return;
    }
    String html = html(response.getEntity());
    if (html == null) {
      return;
    }
    TableFile file =
        TableFile.of(name(request.getUriInfo().getPath(), table), query.getFirst(FORMAT));
    PageTable found =
        PageTable.of(html, table)
            .orElseThrow(() -> new NotFoundException("This page shows no such table now."));
    Response given = file.of(found, number -> null);
    response.setEntity(given.getEntity());
    response.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, given.getMediaType());
    response
        .getHeaders()
        .putSingle(
            HttpHeaders.CONTENT_DISPOSITION,
            given.getHeaderString(HttpHeaders.CONTENT_DISPOSITION));
  }

  /** A page, whether it is made already or not; null if it is none. */
  private static @Nullable String html(@Nullable Object entity) {
    return entity instanceof TemplateInstance page
        ? page.render()
        : entity instanceof String text ? text : null;
  }

  /** A name for the file: what the page is about, and the table. */
  private static String name(String path, String table) {
    List<String> words = new ArrayList<>();
    for (String word : path.split("/")) {
      if (!word.isEmpty() && !word.equals("domains")) {
        words.add(word);
      }
    }
    if (words.isEmpty() || !words.get(words.size() - 1).equals(table)) {
      words.add(table);
    }
    return String.join("-", words);
  }
}
