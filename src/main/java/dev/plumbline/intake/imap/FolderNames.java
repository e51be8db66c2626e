package dev.plumbline.intake.imap;

import java.util.Locale;

/**
 * How a server spells the names of its folders.
 *
 * @param prefix of the user's own folders (RFC 2342), with the delimiter at its end; may be empty
 * @param delimiter between a folder and its sub-folder; 0 if there are no sub-folders
 */
public record FolderNames(String prefix, char delimiter) {

  /**
   * The server's name for a folder as the user writes it: with {@code /} between its parts. The
   * prefix is added unless it is there; {@code INBOX} never gets one.
   */
  public String onServer(String configured) {
    if (configured.equalsIgnoreCase("INBOX")) {
      return "INBOX";
    }
    String name = configured;
    if (delimiter == 0) {
      name = name.replace('/', '-');
    } else if (delimiter != '/') {
      name = name.replace('/', delimiter);
    }
    return startsWithPrefix(name) ? name : prefix + name;
  }

  /** INBOX is the one name without case (RFC 3501 section 5.1). */
  private boolean startsWithPrefix(String name) {
    return name.startsWith(prefix)
        || (prefix.equalsIgnoreCase("INBOX" + delimiter)
            && name.toUpperCase(Locale.ROOT).startsWith(prefix.toUpperCase(Locale.ROOT)));
  }
}
