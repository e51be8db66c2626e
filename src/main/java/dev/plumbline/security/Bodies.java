package dev.plumbline.security;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.streams.ReadStream;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the body of a request before anybody is asked to answer it. Whoever answers takes a
 * thread, of which there are few; whoever sends his body slowly, or never, must not have one. What
 * is small is kept in memory, the rest in a file, which is there for as long as the answer takes.
 */
@ApplicationScoped
class Bodies {

  private static final Logger LOG = Logger.getLogger(Bodies.class);

  /** After {@link Door}, and before the server looks at bodies itself. */
  private static final int PRIORITY = 500;

  /** Names a body that is here, within this process; nobody outside can know one. */
  private static final String MARK = "plumbline-body";

  private static final int SMALL_BYTES = 16 * 1024;

  /** Forms, reports and uploads at the same time, most of them from people. */
  private static final int MOST_AT_ONCE = 1_000;

  /** On disk, of all together. */
  private static final long MOST_KEPT_BYTES = 2L * 1024 * 1024 * 1024;

  private static final int BAD_REQUEST = 400;
  private static final int TIMED_OUT = 408;
  private static final int TOO_LARGE = 413;
  private static final int NOT_IMPLEMENTED = 501;
  private static final int UNAVAILABLE = 503;

  /** Of these nothing more is read: nobody knows where the body ends, or nobody waits for it. */
  private static final Set<Integer> HANGING_UP = Set.of(BAD_REQUEST, TIMED_OUT, NOT_IMPLEMENTED);

  /** How long a sender who was refused may go on sending until he looks for the answer. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);

  private static final Duration GLANCE = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final Refusals refusals;
  private final long mostBytes;
  private final Duration patience;
  private final Set<Reading> reading = ConcurrentHashMap.newKeySet();
  private final Map<String, Kept> kept = new ConcurrentHashMap<>();
  private final AtomicLong keptBytes = new AtomicLong();
  private @Nullable Router router;

  Bodies(
      Vertx vertx,
      Refusals refusals,
      @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize most,
      HttpSettings settings) {
    this.vertx = vertx;
    this.refusals = refusals;
    this.mostBytes = most.asLongValue();
    this.patience = settings.bodyPatience();
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, PRIORITY);
  }

  void start(@Observes Router all) {
    router = all;
    vertx.setPeriodic(GLANCE.toMillis(), timer -> reading.forEach(Reading::endIfIdle));
  }

  /**
   * A body that is here.
   *
   * @param file where it is; null if it is in memory
   */
  private record Kept(@Nullable AsyncFile file, String path, long size) {}

  private void check(RoutingContext context) {
    HttpServerRequest request = context.request();
    String mark = request.getHeader(MARK);
    Kept here = mark == null ? null : kept.remove(mark);
    if (here != null) {
      request.headers().remove(MARK);
      context.addEndHandler(ended -> forget(here));
      context.next();
      return;
    }
    List<String> lengths = request.headers().getAll(HttpHeaders.CONTENT_LENGTH);
    boolean chunked = request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    if (lengths.size() > 1 || (chunked && !lengths.isEmpty())) {
      // RFC 9112 section 6.3: where the next request begins, nobody can say.
      refuse(context, BAD_REQUEST, "ambiguous", "The request says in two ways where it ends.");
    } else if (chunked && !isChunked(request)) {
      // RFC 9112 section 6.1: nor of this one, what it holds.
      refuse(
          context,
          NOT_IMPLEMENTED,
          null,
          "A body is understood as it stands or chunked, and in no other Transfer-Encoding.");
    } else if (!lengths.isEmpty() && isOver(lengths.get(0))) {
      refuse(context, TOO_LARGE, "request-bytes", tooLarge());
    } else if (chunked || (!lengths.isEmpty() && !lengths.get(0).equals("0"))) {
      read(context, chunked ? Long.MAX_VALUE : Long.parseLong(lengths.get(0)));
    } else {
      context.next();
    }
  }

  private static boolean isChunked(HttpServerRequest request) {
    return request.headers().getAll(HttpHeaders.TRANSFER_ENCODING).stream()
        .allMatch(encoding -> encoding.strip().equalsIgnoreCase("chunked"));
  }

  private boolean isOver(String length) {
    return length.matches("\\d+") && (length.length() > 18 || Long.parseLong(length) > mostBytes);
  }

  private String tooLarge() {
    return "A request may have at most " + mostBytes + " bytes.";
  }

  private void read(RoutingContext context, long announced) {
    if (reading.size() >= MOST_AT_ONCE || keptBytes.get() > MOST_KEPT_BYTES) {
      refuse(
          context, UNAVAILABLE, null, "Too much is being sent at the same time; try again later.");
      return;
    }
    Reading one = new Reading(context);
    reading.add(one);
    context.addEndHandler(ended -> one.gone());
    if ("100-continue".equalsIgnoreCase(context.request().getHeader(HttpHeaders.EXPECT))) {
      context.response().writeContinue();
      context.request().headers().remove(HttpHeaders.EXPECT);
    }
    if (announced <= SMALL_BYTES) {
      one.intoMemory();
    } else {
      one.intoFile();
    }
  }

  private void forget(Kept body) {
    AsyncFile file = body.file();
    if (file != null) {
      keptBytes.addAndGet(-body.size());
      file.close().onComplete(closed -> delete(body.path()));
    }
  }

  private void delete(String path) {
    vertx
        .fileSystem()
        .delete(path)
        .onFailure(e -> LOG.debugf("%s could not be deleted: %s", path, e.getMessage()));
  }

  /** One body that is coming in. All of it happens on the thread of its connection. */
  private final class Reading {

    private final RoutingContext context;
    private final HttpServerRequest request;
    private final Context place = vertx.getOrCreateContext();
    private volatile long heard = System.nanoTime();
    private volatile boolean waiting;
    private boolean over;
    private long size;
    private @Nullable AsyncFile file;
    private @Nullable String path;

    /** Until everything of it that has come is in the file, which no flush waits for. */
    private Future<Void> written = Future.succeededFuture();

    Reading(RoutingContext context) {
      this.context = context;
      this.request = context.request();
    }

    void intoMemory() {
      Buffer all = Buffer.buffer();
      waiting = true;
      request.exceptionHandler(e -> gone());
      request.handler(
          some -> {
            heard = System.nanoTime();
            all.appendBuffer(some);
          });
      request.endHandler(
          ended -> {
            if (end()) {
              answer(new MemoryBody(all, place), new Kept(null, "", all.length()));
            }
          });
      request.resume();
    }

    void intoFile() {
      request.pause();
      String folder = System.getProperty("java.io.tmpdir");
      vertx
          .fileSystem()
          .createTempFile(folder, "body", ".part", "rw-------")
          .compose(
              made -> {
                path = made;
                return vertx.fileSystem().open(made, new OpenOptions());
              })
          .onFailure(this::failed)
          .onSuccess(this::fill);
    }

    private void fill(AsyncFile opened) {
      file = opened;
      if (over) {
        drop();
        return;
      }
      waiting = true;
      heard = System.nanoTime();
      request.exceptionHandler(e -> gone());
      request.handler(some -> write(opened, some));
      request.endHandler(ended -> written.onSuccess(all -> pass(opened)));
      request.resume();
    }

    private void write(AsyncFile opened, Buffer some) {
      if (over) {
        return;
      }
      heard = System.nanoTime();
      size += some.length();
      keptBytes.addAndGet(some.length());
      if (size > mostBytes) {
        end();
        drop();
        refuse(context, TOO_LARGE, "request-bytes", tooLarge());
        return;
      }
      Future<Void> last = opened.write(some).onFailure(this::failed);
      written = written.compose(before -> last);
      if (opened.writeQueueFull()) {
        request.pause();
        opened.drainHandler(drained -> request.resume());
      }
    }

    /** Has the request answered, from the file. */
    private void pass(AsyncFile opened) {
      if (!end()) {
        return;
      }
      opened.setReadPos(0).pause();
      answer(opened, new Kept(opened, String.valueOf(path), size));
    }

    /** Begins anew, with a body that is here. */
    private void answer(ReadStream<Buffer> body, Kept here) {
      String mark = UUID.randomUUID().toString();
      kept.put(mark, here);
      request.headers().set(MARK, mark);
      Router all = router;
      if (all != null) {
        all.handle(new KeptRequest(request, body, here.size()));
      }
    }

    /** Whether nothing had ended it before. */
    private boolean end() {
      boolean first = !over;
      over = true;
      reading.remove(this);
      return first;
    }

    private void drop() {
      AsyncFile opened = file;
      keptBytes.addAndGet(-size);
      if (opened != null) {
        opened.close().onComplete(closed -> delete(String.valueOf(path)));
      }
    }

    /** The connection was closed. */
    private void gone() {
      if (end()) {
        drop();
      }
    }

    private void failed(Throwable problem) {
      if (end()) {
        LOG.errorf(problem, "A request could not be kept");
        drop();
        refuse(context, UNAVAILABLE, null, "The server has no room for the request right now.");
      }
    }

    private void endIfIdle() {
      if (waiting && System.nanoTime() - heard > patience.toNanos()) {
        place.runOnContext(now -> timedOut());
      }
    }

    private void timedOut() {
      if (end()) {
        drop();
        refuse(
            context,
            TIMED_OUT,
            null,
            "The rest of the request did not come within %d seconds."
                .formatted(patience.toSeconds()));
      }
    }
  }

  /** Says why, and lets the sender finish, who would not see the answer else. */
  private void refuse(RoutingContext context, int status, @Nullable String limit, String sentence) {
    HttpServerRequest request = context.request();
    HttpServerResponse response = context.response();
    if (response.ended() || response.closed()) {
      return;
    }
    refusals.answer(request, status, limit, sentence);
    if (request.isEnded() || HANGING_UP.contains(status)) {
      Door.hangUp(request);
      return;
    }
    request.handler(rest -> {});
    request.endHandler(ended -> Door.hangUp(request));
    request.resume();
    vertx.setTimer(LAST_WORDS.toMillis(), timer -> Door.hangUp(request));
  }
}
