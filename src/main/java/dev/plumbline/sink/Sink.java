package dev.plumbline.sink;

import java.io.IOException;
import java.util.List;

/** Something that takes what is stored. */
interface Sink extends AutoCloseable {

  /**
   * Brings it lines, in their order. When this returns it has taken all of them; else some of them
   * may be brought again.
   *
   * @throws IOException if it did not take them, with one sentence
   */
  void take(List<Line> lines) throws IOException, InterruptedException;

  @Override
  void close();
}
