package dev.plumbline.web;

import dev.plumbline.store.Database;
import dev.plumbline.web.Unknown.UnknownDomain;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.ForbiddenException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** What a reader sees instead of a page: one clear sentence, in the same layout. */
class ErrorPage {

  private static final Logger LOG = Logger.getLogger(ErrorPage.class);

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance show(View view);
  }

  private static final String FORM_READERS = "org.jboss.resteasy.reactive.server.core.multipart.";

  private static final String HEADER_READERS = "org.jboss.resteasy.reactive.common.headers.";

  /** What stands below a domain, and the domain. */
  private static final Pattern OF_DOMAIN = Pattern.compile("/?(domains/([^/]+))/.+");

  /**
   * An error in words.
   *
   * @param domainHref the domain that it happened at, null if at none, or nobody knows
   */
  public record View(
      String status,
      String title,
      String sentence,
      @Nullable String domain,
      @Nullable String domainHref) {}

  @ServerExceptionMapper
  Response refused(WebApplicationException problem, UriInfo uri) {
    Response response = problem.getResponse();
    int status = response.getStatus();
    if (status < 400 || response.hasEntity() || !isPage(uri)) {
      return response;
    }
    if (status >= 500) {
      LOG.error("Failed to answer /" + path(uri), problem);
    }
    // Where nothing is said of what is missing, it may be the domain.
    boolean known =
        status != 404 || (isSentence(problem.getMessage()) && !(problem instanceof UnknownDomain));
    return page(uri, known, status, title(status), sentence(status, problem.getMessage()));
  }

  @ServerExceptionMapper
  Response forbidden(ForbiddenException problem, UriInfo uri) {
    String said = problem.getMessage();
    return isPage(uri)
        ? page(
            uri,
            403,
            title(403),
            said != null && said.endsWith(".") ? said : "Your role does not allow that.")
        : Response.status(403).build();
  }

  @ServerExceptionMapper
  Response failed(RuntimeException problem, UriInfo uri) {
    if (isUnreadableForm(problem)) {
      boolean ours = isOurs(problem);
      if (ours) {
        LOG.error("What was sent to /" + path(uri) + " cannot be put down", problem);
      }
      int status = ours ? 503 : 400;
      String sentence =
          ours
              ? "What was sent cannot be put down here: the disk is full, or not there."
              : "The form cannot be read: it is cut short, or not put together as forms are.";
      return isPage(uri)
          ? page(uri, status, title(status), sentence)
          : Response.status(status).build();
    }
    if (isUnreadableHeader(problem)) {
      return isPage(uri)
          ? page(
              uri,
              400,
              title(400),
              "The request cannot be understood: it has an unreadable header.")
          : Response.status(400).build();
    }
    boolean away = Database.isDown(problem);
    if (away) {
      LOG.warnf("Failed to answer /%s: %s", path(uri), problem.getMessage());
    } else {
      LOG.error("Failed to answer /" + path(uri), problem);
    }
    int status = away ? 503 : 500;
    return isPage(uri)
        ? page(
            uri,
            status,
            title(status),
            Database.isTooSlow(problem)
                ? "The database took too long to answer; ask about a shorter period, or try again"
                    + " in a minute."
                : sentence(status, null))
        : Response.status(status).build();
  }

  /** Of these the framework throws some while it reads a form. */
  @ServerExceptionMapper
  Response unread(IOException problem, UriInfo uri) {
    return failed(new UncheckedIOException(problem), uri);
  }

  /** Whether the framework failed to read what it was sent, by where it did. */
  private static boolean isUnreadableForm(Throwable problem) {
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      for (StackTraceElement frame : cause.getStackTrace()) {
        if (frame.getClassName().startsWith(FORM_READERS)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether the framework failed to read what kind of body there is or wanted, by where it did. */
  private static boolean isUnreadableHeader(RuntimeException problem) {
    return problem instanceof IllegalArgumentException
        && problem.getStackTrace().length > 0
        && problem.getStackTrace()[0].getClassName().startsWith(HEADER_READERS);
  }

  /** Whether a file could not be written; that is not for who sent it to mend. */
  private static boolean isOurs(Throwable problem) {
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      String said = String.valueOf(cause.getMessage());
      if (cause instanceof FileSystemException
          || cause instanceof FileNotFoundException
          || said.contains("No space left")
          || said.contains("quota exceeded")) {
        return true;
      }
    }
    return false;
  }

  private static Response page(UriInfo uri, int status, String title, String sentence) {
    return page(uri, true, status, title, sentence);
  }

  /**
   * A page.
   *
   * @param known whether the domain is, if the address is about one
   */
  private static Response page(
      UriInfo uri, boolean known, int status, String title, String sentence) {
    Matcher of = OF_DOMAIN.matcher(path(uri));
    boolean below = of.matches() && known;
    String html =
        Templates.show(
                new View(
                    "Error " + status,
                    title,
                    sentence,
                    below ? of.group(2) : null,
                    below ? "/domains/" + Links.segment(of.group(2)) : null))
            .render();
    return Response.status(status)
        .type(MediaType.TEXT_HTML_TYPE.withCharset("UTF-8"))
        .entity(html)
        .build();
  }

  private static String title(int status) {
    return switch (status) {
      case 400 -> "That request is not understood";
      case 403 -> "Refused";
      case 404 -> "Not found";
      case 405 -> "That cannot be done here";
      case 413 -> "Too large";
      case 503 -> "Not available right now";
      default -> status < 500 ? "Refused" : "Something went wrong";
    };
  }

  private static String sentence(int status, @Nullable String message) {
    if (status < 500 && message != null && isSentence(message)) {
      return message;
    }
    return switch (status) {
      case 404 -> "There is nothing at this address.";
      case 405 ->
          "This address is not asked in this way; it may be where the form of another page is sent.";
      case 413 -> "The upload is larger than this server takes in at once.";
      case 503 -> "The database cannot be reached; try again in a minute.";
      default ->
          status < 500
              ? "The server cannot answer this request."
              : "The server failed to answer; its log says why. Nothing was lost.";
    };
  }

  /** Ours are; the framework's, as "HTTP 404 Not Found", are not for readers. */
  private static boolean isSentence(@Nullable String message) {
    return message != null && message.endsWith(".");
  }

  private static boolean isPage(UriInfo uri) {
    String path = path(uri);
    return !path.startsWith("api/") && !path.startsWith("q/");
  }

  private static String path(UriInfo uri) {
    String path = uri.getPath();
    return path.startsWith("/") ? path.substring(1) : path;
  }
}
