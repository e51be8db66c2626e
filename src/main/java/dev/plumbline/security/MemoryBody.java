package dev.plumbline.security;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/** A small body that is in memory, given out at once to whoever asks for it. */
final class MemoryBody implements ReadStream<Buffer> {

  private final Buffer all;
  private final Context place;
  private @Nullable Handler<Buffer> handler;
  private @Nullable Handler<Void> endHandler;
  private boolean flowing = true;
  private boolean given;
  private boolean ended;

  MemoryBody(Buffer all, Context place) {
    this.all = all;
    this.place = place;
  }

  @Override
  public ReadStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> failing) {
    // Nothing can fail any more.
    return this;
  }

  @Override
  public synchronized ReadStream<Buffer> handler(@Nullable Handler<Buffer> taking) {
    handler = taking;
    return soon();
  }

  @Override
  public synchronized ReadStream<Buffer> endHandler(@Nullable Handler<Void> ending) {
    endHandler = ending;
    return soon();
  }

  @Override
  public synchronized ReadStream<Buffer> pause() {
    flowing = false;
    return this;
  }

  @Override
  public ReadStream<Buffer> resume() {
    return fetch(Long.MAX_VALUE);
  }

  @Override
  public synchronized ReadStream<Buffer> fetch(long amount) {
    flowing = true;
    return soon();
  }

  /** On the thread of the connection, as all bodies come. */
  private ReadStream<Buffer> soon() {
    place.runOnContext(now -> give());
    return this;
  }

  private void give() {
    Handler<Buffer> taking;
    synchronized (this) {
      taking = flowing && !given ? handler : null;
      given |= taking != null;
    }
    if (taking != null) {
      taking.handle(all);
    }
    end();
  }

  /** Not before who takes it asks for more: he may have paused while he was given it. */
  private void end() {
    Handler<Void> ending;
    synchronized (this) {
      ending = flowing && given && !ended ? endHandler : null;
      ended |= ending != null;
    }
    if (ending != null) {
      ending.handle(null);
    }
  }
}
