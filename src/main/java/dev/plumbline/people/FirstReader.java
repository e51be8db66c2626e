package dev.plumbline.people;

import dev.plumbline.store.people.Who;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets the program look at its own pages for a while after its start, as somebody who may read all
 * and change nothing. It is known by a key that never leaves the process.
 */
@ApplicationScoped
public class FirstReader {

  private static final String ITSELF = "plumbline";

  private volatile byte @Nullable [] hash;

  /** A key that is good as that of a session, until {@link #end}. */
  public String begin() {
    String key = Keys.next();
    hash = Keys.hash(key);
    return key;
  }

  /** The key is good for nothing any more. */
  public void end() {
    hash = null;
  }

  /** The program itself, if the hash is that of its key. */
  Optional<Viewer> by(byte[] given, String address) {
    byte[] own = hash;
    return own != null && MessageDigest.isEqual(own, given)
        ? Optional.of(Viewer.reader(new Who(ITSELF, address)))
        : Optional.empty();
  }
}
