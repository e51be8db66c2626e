package dev.plumbline.mime;

import dev.plumbline.report.Bytes;
import org.jspecify.annotations.Nullable;

/** Something found in a received file: a report, or why there is none. */
public sealed interface Found {

  /**
   * The name of the archive entry or attachment, for people to recognise; from the sender, so not
   * safe as a path. Empty for the received file itself.
   */
  String member();

  /** The same finding under another name. */
  Found named(String member);

  /** What kind of report it is, by its first bytes. */
  enum Kind {
    /** An aggregate report (RFC 7489, RFC 9990), in XML. */
    AGGREGATE,
    /** A failure or abuse report (RFC 5965, RFC 6591, RFC 9991), a whole message. */
    FAILURE,
    /** An SMTP TLS report (RFC 8460), in JSON. */
    TLS
  }

  /**
   * A report, still to be parsed.
   *
   * @param content unpacked while it is read; throws {@link
   *     dev.plumbline.report.LimitExceededException} where a limit is hit and {@link
   *     java.io.EOFException} where the packed data ends early or is damaged
   */
  record Report(String member, Kind kind, Bytes content) implements Found {
    @Override
    public Found named(String name) {
      return new Report(name, kind, content);
    }
  }

  /**
   * Ordinary content that is no report: a bounce, a letter, a picture. No reason to worry.
   *
   * @param reason a sentence
   */
  record NotAReport(String member, String reason) implements Found {
    @Override
    public Found named(String name) {
      return new NotAReport(name, reason);
    }
  }

  /**
   * Something that could have been a report but was not unpacked.
   *
   * @param reason a sentence
   * @param limit the name of the limit that was hit, null if it was none
   */
  record Refused(String member, String reason, @Nullable String limit) implements Found {
    @Override
    public Found named(String name) {
      return new Refused(name, reason, limit);
    }
  }
}
