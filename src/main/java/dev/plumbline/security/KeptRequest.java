package dev.plumbline.security;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.core.http.impl.HttpServerRequestWrapper;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.streams.ReadStream;

/** A request whose body has come, and is read from where it is kept. */
final class KeptRequest extends HttpServerRequestWrapper {

  private final ReadStream<Buffer> body;
  private final long size;
  private boolean ended;

  KeptRequest(HttpServerRequest request, ReadStream<Buffer> body, long size) {
    super((HttpServerRequestInternal) request);
    this.body = body;
    this.size = size;
    body.endHandler(end -> ended = true);
  }

  @Override
  public HttpServerRequest handler(Handler<Buffer> handler) {
    body.handler(handler);
    return this;
  }

  @Override
  public HttpServerRequest endHandler(Handler<Void> handler) {
    body.endHandler(
        end -> {
          ended = true;
          if (handler != null) {
            handler.handle(null);
          }
        });
    return this;
  }

  @Override
  public HttpServerRequest exceptionHandler(Handler<Throwable> handler) {
    body.exceptionHandler(handler);
    return this;
  }

  @Override
  public HttpServerRequest pause() {
    body.pause();
    return this;
  }

  @Override
  public HttpServerRequest resume() {
    body.resume();
    return this;
  }

  @Override
  public HttpServerRequest fetch(long amount) {
    body.fetch(amount);
    return this;
  }

  // What a proxy told, which the wrapper would ask the connection for.

  @Override
  public SocketAddress remoteAddress() {
    return delegate.remoteAddress();
  }

  @Override
  public SocketAddress localAddress() {
    return delegate.localAddress();
  }

  @Override
  public boolean isSSL() {
    return delegate.isSSL();
  }

  @Override
  public boolean isEnded() {
    return ended;
  }

  @Override
  public long bytesRead() {
    return size;
  }
}
