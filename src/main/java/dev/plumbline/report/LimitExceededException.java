package dev.plumbline.report;

import java.io.IOException;

/**
 * Input that is larger or deeper than we are willing to read. Streams throw it while they are read,
 * so it is an {@link IOException}.
 */
public final class LimitExceededException extends IOException {

  private static final long serialVersionUID = 1L;

  private final String limit;
  private final String sentence;

  /**
   * A limit was hit.
   *
   * @param limit the limit's stable kebab-case name, as {@code unpacked-bytes}
   * @param message a sentence with the limit's value
   */
  public LimitExceededException(String limit, String message) {
    super(message);
    this.limit = limit;
    this.sentence = message;
  }

  /** The stable kebab-case name of the limit. */
  public String limit() {
    return limit;
  }

  @Override
  public String getMessage() {
    return sentence;
  }
}
