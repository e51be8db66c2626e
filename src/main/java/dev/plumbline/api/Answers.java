package dev.plumbline.api;

import com.google.common.hash.Hashing;
import dev.plumbline.export.Asked;
import dev.plumbline.export.Exports;
import dev.plumbline.export.Exports.Taker;
import dev.plumbline.export.Kind;
import dev.plumbline.export.Lines;
import dev.plumbline.review.json.PublishedJson;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Answers in JSON, NDJSON and CSV. JSON is a page with a cursor to go on from; the others are sent
 * line by line, in constant memory, to the end.
 */
@ApplicationScoped
class Answers {

  static final String NDJSON = "application/x-ndjson";
  static final String CSV = "text/csv";

  private static final int USUAL = 100;
  private static final int MOST = 1_000;

  private final Exports exports;
  private final Semaphore streams;

  Answers(Exports exports, ApiSettings settings) {
    this.exports = exports;
    this.streams = new Semaphore(settings.streams());
  }

  /**
   * A page of a list.
   *
   * @param next where to go on, as the parameter {@code after}; null if there is no more yet
   */
  record Page(List<Record> items, @Nullable String next) {}

  /** One object, with a tag by which it need not be sent twice. */
  static Response one(Request request, Record answer) {
    return json(request, PublishedJson.text(answer));
  }

  /** JSON that is written already, likewise. */
  static Response json(Request request, String body) {
    EntityTag tag =
        new EntityTag(
            Hashing.murmur3_128().hashString(body, StandardCharsets.UTF_8).toString(), true);
    Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
    return (unchanged != null ? unchanged : Response.ok(body, MediaType.APPLICATION_JSON_TYPE))
        .tag(tag)
        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
        .build();
  }

  /** A list of a kind, in the form that is asked for. */
  Response list(Request request, Shape shape, Kind kind, Asked asked) {
    return list(request, shape, kind.line(), taker -> exports.give(kind, asked, taker));
  }

  /** A list, in the form that is asked for. */
  Response list(Request request, Shape shape, Class<? extends Record> line, Consumer<Taker> giver) {
    Lines.Format format = shape.format();
    return format == null
        ? page(request, shape, giver)
        : stream(format, shape.limit(), line, giver);
  }

  private static Response page(Request request, Shape shape, Consumer<Taker> giver) {
    Place cursor = shape.cursor();
    Integer limit = shape.limit();
    // Without a place to go on from it is all there is.
    int usual = cursor == null ? Integer.MAX_VALUE : USUAL;
    int most = limit == null ? usual : cursor == null ? limit : Math.min(MOST, limit);
    List<Record> items = new ArrayList<>();
    boolean[] more = new boolean[1];
    giver.accept(
        line -> {
          if (items.size() == most) {
            more[0] = true;
            return false;
          }
          return items.add(line);
        });
    String next = null;
    if (cursor != null && !items.isEmpty() && (more[0] || shape.follows())) {
      next = cursor.of(items.get(items.size() - 1));
    } else if (shape.follows()) {
      next = shape.after() == null ? "0" : shape.after();
    }
    return json(request, PublishedJson.text(new Page(items, next)));
  }

  private Response stream(
      Lines.Format format,
      @Nullable Integer limit,
      Class<? extends Record> line,
      Consumer<Taker> giver) {
    StreamingOutput body =
        out -> {
          if (!streams.tryAcquire()) {
            throw Refusal.busy(
                "As many exports are under way as plumbline.api.streams allows; try again in a"
                    + " minute.");
          }
          try {
            write(out, format, limit == null ? Integer.MAX_VALUE : limit, line, giver);
          } finally {
            streams.release();
          }
        };
    return Response.ok(body, format == Lines.Format.CSV ? CSV + ";charset=UTF-8" : NDJSON)
        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
        .build();
  }

  private static void write(
      OutputStream out,
      Lines.Format format,
      int limit,
      Class<? extends Record> kind,
      Consumer<Taker> giver) {
    try (Lines lines = Lines.to(out, format, kind)) {
      int[] left = {limit};
      giver.accept(
          line -> {
            if (left[0]-- <= 0) {
              return false;
            }
            lines.write(line);
            return left[0] > 0;
          });
    }
  }

  /** Where to go on after a line. */
  @FunctionalInterface
  interface Place {
    String of(Record line);
  }

  /**
   * The form of an answer.
   *
   * @param format null for a page of JSON
   * @param limit how many items; null for the usual
   * @param after the cursor that was given, null if none was
   * @param cursor where to go on; null if one never does
   * @param follows whether there may be more later, though there is not now
   */
  record Shape(
      Lines.@Nullable Format format,
      @Nullable Integer limit,
      @Nullable String after,
      @Nullable Place cursor,
      boolean follows) {

    /**
     * Reads what a request asks for.
     *
     * @throws Refusal if it cannot be had
     */
    static Shape of(@Nullable String format, @Nullable String limit, @Nullable String accept) {
      return new Shape(format(format, accept), limit(limit), null, null, false);
    }

    Shape from(@Nullable String given, Place place) {
      return new Shape(format, limit, given, place, false);
    }

    Shape following(@Nullable String given, Place place) {
      return new Shape(format, limit, given, place, true);
    }

    private static Lines.@Nullable Format format(@Nullable String format, @Nullable String accept) {
      if (format == null) {
        String wanted = accept == null ? "" : accept.toLowerCase(Locale.ROOT);
        return wanted.contains(NDJSON)
            ? Lines.Format.NDJSON
            : wanted.contains(CSV) ? Lines.Format.CSV : null;
      }
      return switch (format) {
        case "json" -> null;
        case "ndjson" -> Lines.Format.NDJSON;
        case "csv" -> Lines.Format.CSV;
        default -> throw Refusal.value("format", format, "json, ndjson or csv");
      };
    }

    private static @Nullable Integer limit(@Nullable String limit) {
      if (limit == null) {
        return null;
      }
      if (!limit.matches("[1-9]\\d{0,8}")) {
        throw Refusal.value("limit", limit, "a whole number from 1 to 999999999");
      }
      return Integer.valueOf(limit);
    }
  }
}
