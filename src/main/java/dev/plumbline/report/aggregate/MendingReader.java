package dev.plumbline.report.aggregate;

import static dev.plumbline.report.RepairLedger.quote;

import dev.plumbline.report.InvalidReportException;
import dev.plumbline.report.LimitExceededException;
import dev.plumbline.report.RepairCode;
import dev.plumbline.report.RepairLedger;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HashMap;
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
  private static final int EOF = -1;

  private static final Pattern TAG_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.:-]*");
  private static final Pattern ATTRIBUTE =
      Pattern.compile("\\s([A-Za-z_][A-Za-z0-9_.:-]*)\\s*=\\s*(?:\"([^\"]*+)\"|'([^']*+)')");
  private static final Pattern PLAIN_URI = Pattern.compile("[!#-%(-;=?-~]+");

  private final Reader in;
  private final RepairLedger ownRepairs;
  private final boolean part;

  /** Where repairs go: those of other reports in the document are not ours to tell. */
  private RepairLedger repairs;

  private final StringBuilder out = new StringBuilder("<" + ROOT + ">");
  private int outStart;
  private final char[] buffer = new char[4096];
  private int position;
  private int limit;
  private String pushedBack = "";
  private int pushedBackAt;

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
    this.in = in;
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
      return EOF;
    }
    out.getChars(outStart, outStart + count, target, offset);
    outStart += count;
    return count;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private int next() throws IOException {
    if (pushedBackAt < pushedBack.length()) {
      return pushedBack.charAt(pushedBackAt++);
    }
    if (position == limit) {
      position = 0;
      limit = Math.max(0, in.read(buffer, 0, buffer.length));
      if (limit == 0) {
        return EOF;
      }
    }
    return buffer[position++];
  }

  private void pushBack(CharSequence text) {
    pushedBack = text + pushedBack.substring(pushedBackAt);
    pushedBackAt = 0;
  }

  /** Reads one piece, a character or a tag, and puts what is made of it into {@link #out}. */
  private void pump() throws IOException {
    int c = next();
    switch (c) {
      case EOF -> finish();
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
    append(c);
  }

  private void append(char c) {
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

  private void endHalfPair() {
    if (out.length() > 0 && Character.isHighSurrogate(out.charAt(out.length() - 1))) {
      out.setCharAt(out.length() - 1, '\uFFFD');
    }
  }

  private void reference() throws IOException {
    endHalfPair();
    if (elementText > MAX_ELEMENT_TEXT_CHARS) {
      return; // Text of this element is left out already.
    }
    StringBuilder name = new StringBuilder();
    int c = next();
    while (c != EOF && isReferenceChar(c) && name.length() < MAX_REFERENCE_CHARS) {
      name.append((char) c);
      c = next();
    }
    int point = c == ';' ? referenced(name.toString()) : EOF;
    if (point == EOF && open.isEmpty()) {
      pushBack(c == EOF ? name : name.append((char) c));
      text('&'); // Of no element: that is told by its own repair.
    } else if (point == EOF) {
      repairs.add(
          RepairCode.BARE_AMPERSAND, "& before " + quote(name.toString()) + " taken as text");
      pushBack(c == EOF ? name : name.append((char) c));
      text('&');
    } else {
      for (char unit : Character.toChars(point)) {
        text(unit);
      }
    }
  }

  private static boolean isReferenceChar(int c) {
    return c == '#' || (c < 0x80 && Character.isLetterOrDigit(c));
  }

  private static int referenced(String name) {
    switch (name) {
      case "amp" -> {
        return '&';
      }
      case "lt" -> {
        return '<';
      }
      case "gt" -> {
        return '>';
      }
      case "quot" -> {
        return '"';
      }
      case "apos" -> {
        return '\'';
      }
      default -> {
        return numeric(name);
      }
    }
  }

  private static int numeric(String name) {
    try {
      int point =
          name.startsWith("#x")
              ? Integer.parseInt(name.substring(2), 16)
              : name.startsWith("#") ? Integer.parseInt(name.substring(1)) : EOF;
      return Character.isValidCodePoint(point) ? point : EOF;
    } catch (NumberFormatException e) {
      return EOF;
    }
  }

  // ---- markup ----

  private void markup() throws IOException {
    endHalfPair();
    StringBuilder tag = new StringBuilder();
    int c = next();
    while (c != EOF && c != '>' && c != '<' && tag.length() < MAX_TAG_CHARS) {
      tag.append((char) c);
      if (tag.length() == 3 && tag.toString().equals("!--")) {
        skipTo("-->");
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
      c = next();
    }
    if (c == EOF && isTagStart(tag)) {
      return; // The rest of a document that was cut within a tag.
    }
    if (c != '>' || !tag(tag.toString())) {
      if (!open.isEmpty()) {
        repairs.add(
            RepairCode.BARE_LESS_THAN, "< before " + quote(tag.toString()) + " taken as text");
      }
      pushBack(c == EOF ? tag : tag.append((char) c));
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
    skipTo("?>");
  }

  private void cdata() throws IOException {
    int brackets = 0;
    for (int c = next(); c != EOF; c = next()) {
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

  private void skipTo(String end) throws IOException {
    int matched = 0;
    char repeatable = end.charAt(0);
    for (int c = next(); c != EOF; c = next()) {
      if (c == end.charAt(matched)) {
        if (++matched == end.length()) {
          return;
        }
      } else if (c != repeatable) {
        matched = 0;
      } else if (matched == 0) {
        matched = 1;
      }
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
        namespaces(empty ? rest.substring(0, rest.length() - 1) : rest);
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

  /** The namespace declarations of a tag; other attributes carry nothing we use. */
  private Map<String, String> namespaces(String attributes) {
    if (attributes.isBlank()) {
      return Map.of();
    }
    Map<String, String> namespaces = new HashMap<>();
    Matcher matcher = ATTRIBUTE.matcher(attributes);
    int end = 0;
    boolean broken = false;
    while (matcher.find()) {
      broken |= !attributes.substring(end, matcher.start()).isBlank();
      end = matcher.end();
      String name = matcher.group(1);
      String uri = matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
      if (FeedbackReader.isUnknown(
          name, name.startsWith("xmlns") || name.contains(":") ? name : "")) {
        repairs.add(RepairCode.UNKNOWN_ATTRIBUTE, "attribute " + quote(name) + " ignored");
        continue;
      }
      if (!PLAIN_URI.matcher(uri).matches()
          || uri.startsWith("http://www.w3.org/XML/1998")
          || uri.startsWith("http://www.w3.org/2000/xmlns")) {
        continue;
      }
      if (name.equals("xmlns")) {
        namespaces.put("", uri);
      } else if (name.matches("xmlns:[A-Za-z_][A-Za-z0-9_.-]*") && !name.startsWith("xmlns:xml")) {
        namespaces.put(name.substring(6), uri);
      }
    }
    if (broken || !attributes.substring(end).isBlank()) {
      repairs.add(
          RepairCode.BROKEN_TAG, "attributes " + quote(attributes.strip()) + " not readable");
    }
    return namespaces;
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
    endHalfPair();
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
