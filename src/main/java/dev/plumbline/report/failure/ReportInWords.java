package dev.plumbline.report.failure;

import dev.plumbline.report.RepairCode;
import dev.plumbline.report.RepairLedger;
import dev.plumbline.report.mail.HeaderFields;
import dev.plumbline.report.mail.HeaderFields.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A failure report that came as a letter: fields without a part of their own, the form of Exim and
 * those built on it, or a sentence.
 *
 * @param fields as a feedback-report part would have them
 * @param original the text from the header of the reported message on; empty if there is none
 */
record ReportInWords(List<Field> fields, String original) {

  private static final Pattern FEEDBACK_TYPE =
      Pattern.compile(
          "(?mi)^[> \\t]*Feedback-Type:[ \\t]*(?:auth-failure|abuse|fraud|virus|opt-out(?:-list)?"
              + "|not-spam|miscategorized|dkim|other)\\b");
  private static final Pattern OTHER_FIELD =
      Pattern.compile(
          "(?mi)^[> \\t]*(?:Source-IP|Reported-Domain|User-Agent|Original-Mail-From|Arrival-Date"
              + "|Auth-Failure|Authentication-Results):");

  /** Exim writes these, and cPanel, Baruwa and mail gateways built on it. */
  private static final Pattern SENDER_ADDRESS =
      Pattern.compile("(?mi)^[> \\t]*Sender IP(?: Address)?:[ \\t]*\\S");

  private static final Pattern SENDER_DOMAIN =
      Pattern.compile(
          "(?mi)^[> \\t]*Sender Domain:|claiming to be from you(?:r domain)? has\\s+failed");

  /** As ecelerity, OpenDMARC, Netease and ASSP begin their words. */
  private static final Pattern SENTENCE =
      Pattern.compile(
          "(?i)This is an? (?:[\\w/-]+ ){0,4}(authentication[- ]failure|abuse|failure|forensic)"
              + " report\\s+for\\s+an?\\s+e-?mail(?:\\s+message)?\\s+received\\s+from\\s+(?:IP\\s+)?"
              + "\\[?([0-9a-fA-F.:]{3,45})\\]?(?:\\s+on\\s+([^\\r\\n]{5,60}?))?(?:\\.\\s|\\.?\\s*$"
              + "|\\r?\\n)",
          Pattern.MULTILINE);

  private static final Pattern LINE =
      Pattern.compile("(?m)^[ \\t]*([A-Za-z][A-Za-z -]{2,30}):[ \\t]*([^\\r\\n]*?)[ \\t]*\\r?$");

  /** What follows is the reported message, or its header. */
  private static final Pattern COPY =
      Pattern.compile(
          "(?mi)^[ \\t>]*-{2,}[ -]*(?:This is a copy of|BEGIN|Original|Copy of|Message header"
              + "|Headers)[^\\r\\n]*\\r?$");

  /** The subject of Microsoft's junk mail reports. */
  static final Pattern COMPLAINT =
      Pattern.compile("(?i)^\\s*complaint about message from \\[?([0-9a-f.:]{3,45})");

  private static final Pattern QUOTED = Pattern.compile("(?m)^>[ \\t]?");

  /** Exim's labels, and what a feedback-report part says instead. */
  private static final Map<String, String> LABELS =
      Map.of(
          "sender domain", "Reported-Domain",
          "sender ip address", "Source-IP",
          "sender ip", "Source-IP",
          "received date", "Arrival-Date",
          "dmarc results", "Dmarc-Results",
          "spf alignment", "Spf-Alignment",
          "dkim alignment", "Dkim-Alignment");

  static boolean isOne(String text) {
    return (FEEDBACK_TYPE.matcher(text).find() && OTHER_FIELD.matcher(text).find())
        || (SENDER_ADDRESS.matcher(text).find() && SENDER_DOMAIN.matcher(text).find())
        || SENTENCE.matcher(text).find();
  }

  /** Reads a text; empty if it is no report. */
  static Optional<ReportInWords> read(String text, RepairLedger repairs) {
    if (!isOne(text)) {
      return Optional.empty();
    }
    String plain = unquoted(text, repairs);
    if (FEEDBACK_TYPE.matcher(plain).find()) {
      return Optional.of(fieldsOf(plain));
    }
    repairs.add(RepairCode.TEXT_ONLY_REPORT, "the report has words only; read from these");
    return Optional.of(SENDER_ADDRESS.matcher(plain).find() ? labelled(plain) : sentence(plain));
  }

  private static String unquoted(String text, RepairLedger repairs) {
    Matcher type = FEEDBACK_TYPE.matcher(text);
    Matcher sender = SENDER_ADDRESS.matcher(text);
    boolean quoted =
        (type.find() && type.group().startsWith(">"))
            || (sender.find() && sender.group().startsWith(">"));
    if (!quoted) {
      return text;
    }
    repairs.add(RepairCode.QUOTED_TEXT, "the report is quoted with \">\"");
    return QUOTED.matcher(text).replaceAll("");
  }

  /** The fields of a feedback-report part within a text, and the header that may follow them. */
  private static ReportInWords fieldsOf(String text) {
    Matcher type = FEEDBACK_TYPE.matcher(text);
    int start = type.find() ? blockStart(text, type.start()) : 0;
    HeaderFields block = HeaderFields.of(text.substring(start).stripLeading());
    return new ReportInWords(block.fields(), originalIn(block.rest()));
  }

  /** Where the lines of fields begin that a place is among. */
  private static int blockStart(String text, int within) {
    int start = within;
    while (start > 0) {
      int lineStart = text.lastIndexOf('\n', start - 2) + 1;
      String line = text.substring(lineStart, start).strip();
      if (start < 2 || !line.matches("[A-Za-z][A-Za-z-]{2,30}:.*")) {
        return start;
      }
      start = lineStart;
    }
    return start;
  }

  private static ReportInWords labelled(String text) {
    Matcher copy = COPY.matcher(text);
    boolean copied = copy.find();
    String words = copied ? text.substring(0, copy.start()) : text;
    List<Field> fields = new ArrayList<>(failed("dmarc"));
    int last = 0;
    Matcher line = LINE.matcher(words);
    while (line.find()) {
      String name = LABELS.get(line.group(1).strip().toLowerCase(Locale.ROOT));
      if (name != null) {
        fields.add(new Field(name, line.group(2).strip()));
        last = line.end();
      }
    }
    alignment(fields);
    return new ReportInWords(
        fields, originalIn(copied ? text.substring(copy.end()) : text.substring(last)));
  }

  private static List<Field> failed(String what) {
    return List.of(
        new Field("Feedback-Type", FailureReport.AUTH_FAILURE), new Field("Auth-Failure", what));
  }

  /** RFC 9991: the identities that were aligned, or none. */
  private static void alignment(List<Field> fields) {
    List<String> aligned = new ArrayList<>();
    boolean said = false;
    for (Field field : fields) {
      if (field.name().endsWith("-Alignment")) {
        said = true;
        if (field.value().equalsIgnoreCase("yes")) {
          aligned.add(field.name().startsWith("Spf") ? "spf" : "dkim");
        }
      }
    }
    fields.removeIf(field -> field.name().endsWith("-Alignment"));
    if (said) {
      fields.add(
          new Field("Identity-Alignment", aligned.isEmpty() ? "none" : String.join(",", aligned)));
    }
  }

  private static ReportInWords sentence(String text) {
    Matcher said = SENTENCE.matcher(text);
    List<Field> fields = new ArrayList<>();
    int end = 0;
    if (said.find()) {
      boolean abuse = said.group(1).equalsIgnoreCase("abuse");
      boolean dmarc = text.toLowerCase(Locale.ROOT).contains("dmarc policy");
      if (abuse && !dmarc) {
        fields.add(new Field("Feedback-Type", "abuse"));
      } else {
        fields.addAll(failed("dmarc"));
      }
      fields.add(new Field("Source-IP", said.group(2)));
      if (said.group(3) != null) {
        fields.add(new Field("Arrival-Date", said.group(3)));
      }
      end = said.end();
    }
    return new ReportInWords(fields, originalIn(text.substring(end)));
  }

  /** The header of a message that is copied into words, and all that follows it. */
  static String originalOf(String text) {
    Matcher copy = COPY.matcher(text);
    return originalIn(copy.find() ? text.substring(copy.end()) : text);
  }

  /** The first block of lines that looks like the header of a message, and all that follows. */
  private static String originalIn(String text) {
    String rest = text;
    for (int i = 0; i < 20 && !rest.isBlank(); i++) {
      HeaderFields block = HeaderFields.of(rest);
      boolean message =
          block.has("From")
              && (block.has("Received")
                  || block.has("Subject")
                  || block.has("Date")
                  || block.has("Message-ID"));
      if (message) {
        return rest.stripLeading();
      }
      rest = block.rest();
    }
    return "";
  }
}
