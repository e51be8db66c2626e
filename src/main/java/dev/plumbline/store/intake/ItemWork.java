package dev.plumbline.store.intake;

import java.io.IOException;

/** Finds the documents of one item and hands each to the writer; may be run again after a clash. */
@FunctionalInterface
public interface ItemWork {
  void run(ItemWriter writer) throws IOException;
}
