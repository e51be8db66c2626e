package dev.plumbline.report.aggregate;

import static dev.plumbline.report.RepairLedger.quote;

import dev.plumbline.report.InvalidReportException;
import dev.plumbline.report.LimitExceededException;
import dev.plumbline.report.RepairCode;
import dev.plumbline.report.RepairLedger;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes well-formed XML of a broken report while it is read. Knows the shape of a report, so that
 * an element that was never closed ends where its next sibling begins. All is wrapped in an element
 * {@link #ROOT}; where the document ends early, {@link #TRUNCATED_MARK} stands before the end tags
 * that were added.
 */
final class MendingReader extends Reader {

  static final String ROOT = "mended-document";
  static final String TRUNCATED_MARK = "mended-truncation";

  private static final int MAX_TAG_CHARS = 65_536;
  private static final int MAX_ELEMENT_TEXT_CHARS = 65_536;
  private static final int MAX_REFERENCE_CHARS = 12;

  private static final Pattern TAG_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.:-]*");

  private final CharSource in;
  private final RepairLedger ownRepairs;
  private final boolean part;

  /** Where repairs go: those of other reports in the document are not ours to tell. */
  private RepairLedger repairs;

  private final StringBuilder out = new StringBuilder("<" + ROOT + ">");
  private int outStart;

  private final List<Element> open = new ArrayList<>();
  private boolean documentStarted;
  private boolean blankBefore;
  private boolean textBefore;
  private boolean textAfter;
  private int reports;
  private int otherReportAt = -1;
  private int elementText;
  private boolean finished;

  /** An element that is open: as written, and as handed on. */
  private record Element(
      String written,
      String local,
      @Nullable Vocabulary known,
      String name,
      Map<String, String> prefixes) {

    boolean holdsTextOnly() {
      return known != null && known.holdsTextOnly();
    }
  }

  MendingReader(Reader in, RepairLedger repairs) {
    this(in, repairs, false);
  }

  private MendingReader(Reader in, RepairLedger repairs, boolean part) {
    this.in = new CharSource(in);
    this.ownRepairs = repairs;
    this.repairs = repairs;
    this.part = part;
  }

  /** For a report out of a document: what stands around it, and ends behind it, is not told. */
  static MendingReader ofPart(Reader in, RepairLedger repairs) {
    return new MendingReader(in, repairs, true);
  }

  @Override
  public int read(char[] target, int offset, int length) throws IOException {
    while (!finished && out.length() - outStart < length) {
      if (outStart > 8192) {
        out.delete(0, outStart);
        outStart = 0;
      }
      pump();
    }
    int count = Math.min(length, out.length() - outStart);
    if (count == 0 && length > 0) {
      return CharSource.EOF;
    }
    out.getChars(outStart, outStart + count, target, offset);
    outStart += count;
    return count;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** Reads one piece, a character or a tag, and puts what is made of it into {@link #out}. */
  private void pump() throws IOException {
    int c = in.next();
    switch (c) {
      case CharSource.EOF -> finish();
      case '<' -> markup();
      case '&' -> reference();
      default -> text((char) c);
    }
  }

  private void finish() {
    boolean early = !open.isEmpty();
    if (early) {
      String where = open.get(open.size() - 1).local();
      repairs.add(RepairCode.TRUNCATED, "the document ends within element " + quote(where));
      out.append('<').append(TRUNCATED_MARK).append(" xmlns=\"\"/>");
    }
    while (!open.isEmpty()) {
      closeTop();
    }
    out.append("</" + ROOT + ">");
    finished = true;
  }

  // ---- text ----

  private void text(char c) {
    if (open.isEmpty()) {
      if (!documentStarted) {
        boolean blank = Character.isWhitespace(c) || c == '\uFEFF';
        blankBefore |= blank;
        textBefore |= !blank;
      } else if (!textAfter && !part && !Character.isWhitespace(c)) {
        textAfter = true;
        repairs.add(RepairCode.TEXT_AFTER_DOCUMENT, "text behind the last element left out");
      }
      return;
    }
    if (++elementText > MAX_ELEMENT_TEXT_CHARS) {
      if (elementText == MAX_ELEMENT_TEXT_CHARS + 1) {
        repairs.add(
            RepairCode.TEXT_TOO_LONG,
            "text of element " + quote(open.get(open.size() - 1).local()) + " cut");
      }
      return;
    }
    XmlChars.append(out, c, repairs);
  }

  private void reference() throws IOException {
    XmlChars.endHalfPair(out);
    if (elementText > MAX_ELEMENT_TEXT_CHARS) {
      return; // Text of this element is left out already.
    }
    StringBuilder name = new StringBuilder();
    int c = in.next();
    while (c != CharSource.EOF && References.isPart(c) && name.length() < MAX_REFERENCE_CHARS) {
      name.append((char) c);
      c = in.next();
    }
    int point = c == ';' ? References.point(name.toString()) : References.NONE;
    if (point == References.NONE && open.isEmpty()) {
      in.pushBack(c == CharSource.EOF ? name : name.append((char) c));
      text('&'); // Of no element: that is told by its own repair.
    } else if (point == References.NONE) {
      repairs.add(
          RepairCode.BARE_AMPERSAND, "& before " + quote(name.toString()) + " taken as text");
      in.pushBack(c == CharSource.EOF ? name : name.append((char) c));
      text('&');
    } else {
      for (char unit : Character.toChars(point)) {
        text(unit);
      }
    }
  }

  // ---- markup ----

  private void markup() throws IOException {
    XmlChars.endHalfPair(out);
    StringBuilder tag = new StringBuilder();
    int c = in.next();
    while (c != CharSource.EOF && c != '>' && c != '<' && tag.length() < MAX_TAG_CHARS) {
      tag.append((char) c);
      if (tag.length() == 3 && tag.toString().equals("!--")) {
        in.skipTo("-->");
        return;
      }
      if (tag.length() == 8 && tag.toString().equals("![CDATA[")) {
        cdata();
        return;
      }
      if (tag.length() == 8 && tag.toString().equalsIgnoreCase("!DOCTYPE")) {
        throw new IOException(
            new InvalidReportException(
                "The document has a DOCTYPE, which no report needs; it was not read."));
      }
      if (tag.length() == 1 && c == '?') {
        instruction();
        return;
      }
      c = in.next();
    }
    if (c == CharSource.EOF && isTagStart(tag)) {
      return; // The rest of a document that was cut within a tag.
    }
    if (c != '>' || !tag(tag.toString())) {
      if (!open.isEmpty()) {
        repairs.add(
            RepairCode.BARE_LESS_THAN, "< before " + quote(tag.toString()) + " taken as text");
      }
      in.pushBack(c == CharSource.EOF ? tag : tag.append((char) c));
      text('<');
    }
  }

  private static boolean isTagStart(CharSequence tag) {
    return tag.length() == 0
        || tag.charAt(0) == '/'
        || tag.charAt(0) == '!'
        || TAG_NAME.matcher(tag).lookingAt();
  }

  private void instruction() throws IOException {
    if (!documentStarted && (textBefore || blankBefore)) {
      repairs.add(RepairCode.TEXT_BEFORE_DOCUMENT, "text before the XML declaration left out");
      textBefore = false;
    }
    in.skipTo("?>");
  }

  private void cdata() throws IOException {
    int brackets = 0;
    for (int c = in.next(); c != CharSource.EOF; c = in.next()) {
      if (c == '>' && brackets >= 2) {
        return;
      }
      if (c == ']') {
        if (brackets == 2) {
          text(']');
        } else {
          brackets++;
        }
        continue;
      }
      for (; brackets > 0; brackets--) {
        text(']');
      }
      text((char) c);
    }
  }

  /** Whether it was a tag. */
  private boolean tag(String tag) throws IOException {
    if (tag.startsWith("!")) {
      return tag.length() > 1 && Character.isLetter(tag.charAt(1));
    }
    boolean end = tag.startsWith("/");
    Matcher matcher = TAG_NAME.matcher(tag);
    if (!matcher.find(end ? 1 : 0) || matcher.start() != (end ? 1 : 0)) {
      return end && tag.isBlank();
    }
    String name = matcher.group();
    String rest = tag.substring(matcher.end());
    if (name.endsWith(":")
        || (!rest.isEmpty() && !Character.isWhitespace(rest.charAt(0)) && !rest.equals("/"))) {
      return false;
    }
    String local = name.substring(name.lastIndexOf(':') + 1);
    if (local.isEmpty() || !(Character.isLetter(local.charAt(0)) || local.charAt(0) == '_')) {
      return false;
    }
    if (local.equals("schema")) {
      repairs.add(RepairCode.STRAY_SCHEMA_TAG, "tag " + quote(name) + " left out");
      return true;
    }
    return end ? endTag(name, local) : startTag(name, local, rest);
  }

  private boolean startTag(String written, String local, String rest) throws IOException {
    String lower = local.toLowerCase(Locale.ROOT);
    boolean prefixed = written.length() != local.length();
    Vocabulary known = prefixed ? null : Vocabulary.understood(lower);
    if (!open.isEmpty() && top().holdsTextOnly()) {
      if (known == null) {
        return false;
      }
      closeUnclosed();
    }
    if (known != null && !isOpen("extension")) {
      closeDownTo(known == Vocabulary.FEEDBACK ? List.of(known) : known.parents());
    }
    if (known == Vocabulary.FEEDBACK && ++reports > 1 && otherReportAt < 0) {
      otherReportAt = open.size();
      repairs = new RepairLedger();
    }
    if (!documentStarted && textBefore) {
      repairs.add(RepairCode.TEXT_BEFORE_DOCUMENT, "text before the first element left out");
    }
    documentStarted = true;
    elementText = 0;
    if (open.size() > FeedbackReader.MAX_DEPTH) {
      throw new LimitExceededException(
          "xml-depth", "Elements are nested deeper than " + FeedbackReader.MAX_DEPTH + ".");
    }
    boolean empty = rest.endsWith("/");
    Map<String, String> namespaces =
        Namespaces.declared(empty ? rest.substring(0, rest.length() - 1) : rest, repairs);
    String name = boundName(written, local, namespaces);
    if (!local.equals(TRUNCATED_MARK)) {
      out.append('<').append(name);
      namespaces.forEach(
          (prefix, uri) ->
              out.append(prefix.isEmpty() ? " xmlns" : " xmlns:" + prefix)
                  .append("=\"")
                  .append(uri)
                  .append('"'));
      out.append(empty ? "/>" : ">");
      if (!empty) {
        open.add(new Element(written, lower, Vocabulary.understood(lower), name, namespaces));
      } else if (open.size() == otherReportAt) {
        endOtherReport();
      }
    }
    return true;
  }

  /** The name with its prefix if that is bound, else without. */
  private String boundName(String written, String local, Map<String, String> namespaces) {
    if (written.length() == local.length()) {
      return local;
    }
    String prefix = written.substring(0, written.length() - local.length() - 1);
    boolean bound = prefix.equals("xml") || namespaces.containsKey(prefix);
    for (int i = open.size() - 1; i >= 0 && !bound; i--) {
      bound = open.get(i).prefixes().containsKey(prefix);
    }
    if (!bound) {
      repairs.add(RepairCode.UNBOUND_PREFIX, "prefix of " + quote(written) + " left out");
    }
    return bound ? written : local;
  }

  private boolean endTag(String written, String local) {
    String known = local.toLowerCase(Locale.ROOT);
    for (int i = open.size() - 1; i >= 0; i--) {
      Element element = open.get(i);
      if (element.written().equals(written) || element.local().equals(known)) {
        while (open.size() > i + 1) {
          closeUnclosed();
        }
        closeTop();
        return true;
      }
    }
    if (documentStarted && !(part && open.isEmpty())) {
      repairs.add(RepairCode.STRAY_END_TAG, "end tag " + quote(written) + " left out");
    }
    return true;
  }

  private Element top() {
    return open.get(open.size() - 1);
  }

  private boolean isOpen(String local) {
    return open.stream().anyMatch(element -> element.local().startsWith(local));
  }

  /** Ends what was not closed within the nearest of these parents that is open. */
  private void closeDownTo(List<Vocabulary> parents) {
    for (int i = parents.isEmpty() ? -1 : open.size() - 1; i >= 0; i--) {
      Vocabulary element = open.get(i).known();
      if (element != null && parents.contains(element)) {
        while (open.size() > i + 1) {
          closeUnclosed();
        }
        return;
      }
    }
  }

  private void closeUnclosed() {
    repairs.add(RepairCode.UNCLOSED_ELEMENT, "element " + quote(top().local()) + " was not closed");
    closeTop();
  }

  private void closeTop() {
    XmlChars.endHalfPair(out);
    out.append("</").append(top().name()).append('>');
    open.remove(open.size() - 1);
    elementText = 0;
    if (open.size() == otherReportAt) {
      endOtherReport();
    }
  }

  private void endOtherReport() {
    otherReportAt = -1;
    repairs = ownRepairs;
  }
}
