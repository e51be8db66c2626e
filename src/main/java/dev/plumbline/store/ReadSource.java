package dev.plumbline.store;

import java.sql.Connection;
import java.util.Optional;

/** Another server that holds the same a little later, for those who may read what was before. */
public interface ReadSource {

  /** There is none: everything is asked of the one database. */
  ReadSource NONE =
      new ReadSource() {
        @Override
        public Optional<Connection> connection() {
          return Optional.empty();
        }

        @Override
        public void failed(Exception failure) {}
      };

  /**
   * A connection to it, if whoever asks in this thread may read late and it is not too far behind;
   * to be closed.
   */
  Optional<Connection> connection();

  /** Hears that it did not answer; the one database is asked then. */
  void failed(Exception failure);
}
