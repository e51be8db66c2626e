package dev.plumbline.report.aggregate;

import dev.plumbline.report.RepairCode;
import dev.plumbline.report.RepairLedger;

/** Characters as XML may have them. */
final class XmlChars {

  private XmlChars() {}

  /** Appends a character of a text as XML can hold it. */
  static void append(StringBuilder out, char c, RepairLedger repairs) {
    boolean afterHigh = out.length() > 0 && Character.isHighSurrogate(out.charAt(out.length() - 1));
    if (afterHigh && !Character.isLowSurrogate(c)) {
      out.setCharAt(out.length() - 1, '\uFFFD');
    }
    switch (c) {
      case '<' -> out.append("&lt;");
      case '>' -> out.append("&gt;");
      case '&' -> out.append("&amp;");
      default -> {
        boolean loneLow = Character.isLowSurrogate(c) && !afterHigh;
        boolean control = c < ' ' && c != '\t' && c != '\n' && c != '\r';
        if (loneLow || control || c >= '\uFFFE') {
          repairs.add(
              RepairCode.ILLEGAL_CHARACTER, String.format("character U+%04X left out", (int) c));
        } else {
          out.append(c);
        }
      }
    }
  }

  /** What ends here ends no surrogate pair. */
  static void endHalfPair(StringBuilder out) {
    if (out.length() > 0 && Character.isHighSurrogate(out.charAt(out.length() - 1))) {
      out.setCharAt(out.length() - 1, '\uFFFD');
    }
  }
}
