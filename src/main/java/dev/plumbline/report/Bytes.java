package dev.plumbline.report;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Bytes that can be read more than once: a parser that meets records before the metadata reads the
 * rest on a second stream instead of keeping the records in memory.
 */
@FunctionalInterface
public interface Bytes {

  /** A new stream from the first byte; the caller closes it. */
  InputStream open() throws IOException;

  /** What had to be tolerated to get at them. */
  default List<Repair> repairs() {
    return List.of();
  }

  /** These bytes, for which more had to be tolerated before. */
  default Bytes after(List<Repair> tolerances) {
    // Some of theirs are known only once they have been read.
    return tolerances.isEmpty()
        ? this
        : telling(() -> Stream.concat(tolerances.stream(), repairs().stream()).toList());
  }

  /** These bytes, got at with these tolerances. */
  default Bytes with(List<Repair> tolerances) {
    List<Repair> repairs = List.copyOf(tolerances);
    return telling(() -> repairs);
  }

  private Bytes telling(Supplier<List<Repair>> repairs) {
    Bytes bytes = this;
    return new Bytes() {
      @Override
      public InputStream open() throws IOException {
        return bytes.open();
      }

      @Override
      public List<Repair> repairs() {
        return repairs.get();
      }
    };
  }
}
