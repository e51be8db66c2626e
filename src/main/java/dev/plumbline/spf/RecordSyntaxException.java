package dev.plumbline.spf;

/** The text is not an SPF record, or not the part of one it should be. */
public final class RecordSyntaxException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int offset;

  RecordSyntaxException(int offset, String message) {
    super(message);
    this.offset = offset;
  }

  /** Where in the text the trouble is, counted from 0. */
  public int offset() {
    return offset;
  }

  /** One sentence without a final full stop. */
  String sentence() {
    return String.valueOf(getMessage());
  }
}
