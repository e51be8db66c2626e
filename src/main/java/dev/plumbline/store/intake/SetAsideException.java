package dev.plumbline.store.intake;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A report that can be read and is not believed: it is kept outside of all figures until somebody
 * decides.
 */
public final class SetAsideException extends IOException {

  private static final long serialVersionUID = 1L;

  private final String bound;
  private final String domain;
  private final String sentence;
  private final boolean followed;
  private final @Nullable String reporter;

  /**
   * Sets a report aside.
   *
   * @param bound the stable name of what it is outside of, in kebab case
   * @param domain what it says it is about
   * @param sentence why, for people
   * @param followed whether another report follows in the document
   */
  public SetAsideException(String bound, String domain, String sentence, boolean followed) {
    this(bound, domain, null, sentence, followed);
  }

  /**
   * Sets a report aside because of whose it says it is.
   *
   * @param reporter whose; null if that does not matter
   */
  public SetAsideException(
      String bound, String domain, @Nullable String reporter, String sentence, boolean followed) {
    super(sentence);
    this.reporter = reporter;
    this.bound = bound;
    this.domain = domain;
    this.sentence = sentence;
    this.followed = followed;
  }

  /** Whose report it says it is; null if that does not matter. */
  @Nullable String reporter() {
    return reporter;
  }

  public String bound() {
    return bound;
  }

  String domain() {
    return domain;
  }

  boolean isFollowed() {
    return followed;
  }

  @Override
  public String getMessage() {
    return sentence;
  }
}
