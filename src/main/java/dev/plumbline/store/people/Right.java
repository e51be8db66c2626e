package dev.plumbline.store.people;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What somebody may do. Each method that answers a request names one with {@code @RolesAllowed}, by
 * its word in {@link Name}.
 */
public enum Right {
  /** See the pages. */
  READ,
  /** Say whose senders are, leave reporters out, have DNS asked. */
  DECIDE,
  /** Have files taken in, or taken in again. */
  UPLOAD,
  /** Get what is kept in bulk. */
  EXPORT,
  /** Get figures about the running of Plumbline. */
  METRICS,
  /** See the addresses in failure reports. */
  UNMASK,
  /** Say who may do what. */
  ADMINISTER;

  /** The words, for annotations. */
  public static final class Name {
    public static final String READ = "read";
    public static final String DECIDE = "decide";
    public static final String UPLOAD = "upload";
    public static final String EXPORT = "export";
    public static final String METRICS = "metrics";
    public static final String UNMASK = "unmask";
    public static final String ADMINISTER = "administer";

    /** What shows nothing that is kept; whoever may read may that, and nobody is given it alone. */
    public static final String TOOLS = "tools";

    private Name() {}
  }

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Right> ofWire(@Nullable String wire) {
    return EnumSet.allOf(Right.class).stream().filter(one -> one.wire().equals(wire)).findFirst();
  }

  /** Every right there is. */
  public static Set<Right> all() {
    return EnumSet.allOf(Right.class);
  }
}
