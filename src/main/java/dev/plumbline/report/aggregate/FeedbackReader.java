package dev.plumbline.report.aggregate;

import dev.plumbline.report.InvalidReportException;
import dev.plumbline.report.LimitExceededException;
import dev.plumbline.report.RepairCode;
import dev.plumbline.report.RepairLedger;
import dev.plumbline.report.Values;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.util.StreamReaderDelegate;
import org.jspecify.annotations.Nullable;

/**
 * The XML events of a report without namespaces and attributes, as JAXB should see them: one name
 * for an element whatever its namespace and letter case. Elements of a foreign namespace
 * (extensions) keep their place under a name nothing is mapped to.
 */
final class FeedbackReader extends StreamReaderDelegate {

  /** Element nesting; RFC 9990 needs 5. */
  static final int MAX_DEPTH = 100;

  /** Distinct names outside the standards; a parser keeps each in its symbol table. */
  static final int MAX_UNKNOWN_NAMES = 1_000;

  static final String RFC9990_NAMESPACE = "urn:ietf:params:xml:ns:dmarc-2.0";
  private static final Set<String> DMARC_NAMESPACES =
      Set.of(
          RFC9990_NAMESPACE, "http://dmarc.org/dmarc-xml/0.1", "http://dmarc.org/dmarc-xml/0.1/");

  /** An element that no standard has; what it holds may still be of a report. */
  static final String UNKNOWN = "unknown-element";

  /** An element of an extension. */
  private static final String FOREIGN = "foreign-element";

  private static final int MAX_TEXT_EVENTS = 64;

  private final RepairLedger repairs;
  private final Set<String> unknownNames = new HashSet<>();
  private String ownNamespace = "";
  private String name = "";
  private int depth;
  private int textEvents;
  private int extensionDepth = Integer.MAX_VALUE;
  private int truncatedDepth;
  private final @Nullable Vocabulary[] path = new @Nullable Vocabulary[MAX_DEPTH + 1];
  private int reports;
  private int otherReportDepth = Integer.MAX_VALUE;

  FeedbackReader(XMLStreamReader reader, RepairLedger repairs) {
    super(reader);
    this.repairs = repairs;
  }

  /** How many elements are open; at an end tag, without the one that ends. */
  int depth() {
    return depth;
  }

  /** The depth of the mark {@link MendingReader#TRUNCATED_MARK}; 0 as long as it was not met. */
  int truncatedDepth() {
    return truncatedDepth;
  }

  /** How many feedback elements were met. */
  int reports() {
    return reports;
  }

  /** Whether the document has met so many odd names that its parser's name table is worn. */
  boolean manyUnknownNames() {
    return unknownNames.size() > 50;
  }

  /** The namespace of the current element as written. */
  String namespace() {
    String namespace = super.getNamespaceURI();
    return namespace == null ? "" : namespace;
  }

  /** Takes the current element's namespace for the report's own, whatever it is. */
  void adoptNamespace() throws XMLStreamException {
    ownNamespace = namespace();
    name = plainName();
  }

  @Override
  public int next() throws XMLStreamException {
    int event = super.next();
    switch (event) {
      case START_ELEMENT -> {
        start();
        if (path[depth] == Vocabulary.RESULT && isEvaluation(depth - 1)) {
          return next(); // As if its text stood in the evaluation.
        }
      }
      case END_ELEMENT -> {
        if (depth == extensionDepth) {
          extensionDepth = Integer.MAX_VALUE;
        }
        if (depth == otherReportDepth) {
          otherReportDepth = Integer.MAX_VALUE;
        }
        boolean result = path[depth] == Vocabulary.RESULT && isEvaluation(depth - 1);
        depth--;
        textEvents = 0;
        if (result) {
          return next();
        }
      }
      case CHARACTERS -> {
        if (++textEvents > MAX_TEXT_EVENTS) {
          throw new XMLStreamException("A text in too many pieces", getLocation());
        }
        noteStrayText();
      }
      // Not wrong, but the parser would collect them in memory; the mending reader does not.
      case CDATA, ENTITY_REFERENCE ->
          throw new XMLStreamException("A CDATA section or undeclared entity", getLocation());
      case DTD ->
          throw new XMLStreamException(
              new InvalidReportException(
                  "The document has a DOCTYPE, which no report needs; it was not read."));
      default -> {}
    }
    return event;
  }

  /** Whether a place is the result for one mechanism, which is a word and not elements. */
  private boolean isEvaluation(int place) {
    return place > 1
        && (path[place] == Vocabulary.DKIM || path[place] == Vocabulary.SPF)
        && path[place - 1] == Vocabulary.POLICY_EVALUATED;
  }

  private void start() throws XMLStreamException {
    textEvents = 0;
    if (++depth > MAX_DEPTH) {
      throw tooMuch("xml-depth", "Elements are nested deeper than " + MAX_DEPTH + ".");
    }
    name = plainName();
    Vocabulary known = Vocabulary.named(name);
    path[depth] = known;
    if (known == Vocabulary.FEEDBACK && ++reports > 1 && otherReportDepth > depth) {
      otherReportDepth = depth;
    }
    if (known != null && isOurs()) {
      notePlace(known);
    }
    int attributes = super.getAttributeCount();
    for (int i = 0; i < attributes; i++) {
      String attribute = super.getAttributeLocalName(i);
      remember("@" + attribute);
      if (known != null && isOurs() && isUnknown(attribute, super.getAttributePrefix(i))) {
        repairs.add(
            RepairCode.UNKNOWN_ATTRIBUTE,
            "attribute " + RepairLedger.quote(attribute) + " of " + name + " ignored");
      }
    }
  }

  /** Whether it is of the report that is read: of no extension in it and no other report. */
  private boolean isOurs() {
    return depth <= extensionDepth && depth < otherReportDepth;
  }

  /** An element that the standards have elsewhere is not read where it stands. */
  private void notePlace(Vocabulary known) {
    Vocabulary parent = path[depth - 1];
    if (known == Vocabulary.RECORD && parent == Vocabulary.RECORD) {
      return; // Read, and told where it is.
    }
    if (parent != null && isEvaluation(depth - 1) && !known.parents().isEmpty()) {
      repairs.add(
          RepairCode.MISPLACED_ELEMENT,
          "element %s within policy_evaluated/%s %s"
              .formatted(
                  known.wire(),
                  parent.wire(),
                  known == Vocabulary.RESULT ? "read as its value" : "ignored"));
      return;
    }
    if (parent != null && !known.parents().isEmpty() && !known.parents().contains(parent)) {
      repairs.add(
          RepairCode.MISPLACED_ELEMENT,
          "element " + known.wire() + " within " + parent.wire() + " ignored");
    }
  }

  private void noteStrayText() {
    Vocabulary element = path[depth];
    if (element != null && element.holdsElementsOnly() && isOurs() && !isWhiteSpace()) {
      repairs.add(
          RepairCode.STRAY_TEXT,
          "text " + RepairLedger.quote(getText().strip()) + " in " + element.wire() + " left out");
    }
  }

  /** XML Schema's own, and a version, say nothing about the report. */
  static boolean isUnknown(String attribute, @Nullable String prefix) {
    return (prefix == null || prefix.isEmpty())
        && !attribute.equals("version")
        && !attribute.equals("schemaLocation")
        && !attribute.equals("noNamespaceSchemaLocation");
  }

  private String plainName() throws XMLStreamException {
    String local = super.getLocalName();
    String namespace = super.getNamespaceURI();
    // RFC 9990 sections 3.1.1.6 and 3.1.1.7: elements of other namespaces are extensions, and no
    // reason to refuse a report (section 3.2).
    if (namespace != null && !namespace.isEmpty() && !isOwn(namespace)) {
      remember(super.getPrefix() + ":" + local);
      return FOREIGN;
    }
    Vocabulary known = Vocabulary.named(local);
    if (known != null) {
      if (depth < extensionDepth && known.isExtension()) {
        extensionDepth = depth;
      }
      return known.wire();
    }
    return oddName(local);
  }

  private String oddName(String local) throws XMLStreamException {
    if (local.equals(MendingReader.TRUNCATED_MARK)) {
      truncatedDepth = depth;
      return MendingReader.TRUNCATED_MARK;
    }
    remember(local);
    String lower = local.toLowerCase(Locale.ROOT);
    Vocabulary known = Vocabulary.understood(lower);
    if (known != null) {
      boolean alias = !lower.equals(known.wire());
      if ((!alias || depth < extensionDepth) && depth < otherReportDepth) {
        repairs.add(
            alias ? RepairCode.ALIAS_ELEMENT : RepairCode.ELEMENT_NAME_CASE,
            "element " + RepairLedger.quote(local) + " read as " + known.wire());
      }
      return known.wire();
    }
    if (depth > 1
        && depth < extensionDepth
        && depth < otherReportDepth
        && !local.equals(MendingReader.ROOT)) {
      repairs.add(RepairCode.UNKNOWN_ELEMENT, "element " + RepairLedger.quote(local) + " ignored");
    }
    return UNKNOWN;
  }

  private boolean isOwn(String namespace) {
    return namespace.equals(ownNamespace) || DMARC_NAMESPACES.contains(namespace);
  }

  private void remember(String unknown) throws XMLStreamException {
    if (unknownNames.add(unknown) && unknownNames.size() > MAX_UNKNOWN_NAMES) {
      throw tooMuch(
          "element-names", "The document has more than " + MAX_UNKNOWN_NAMES + " unknown names.");
    }
  }

  private static XMLStreamException tooMuch(String limit, String sentence) {
    return new XMLStreamException(new LimitExceededException(limit, sentence));
  }

  /** The text up to the end of the current element, elements within it left out. */
  String text() throws XMLStreamException {
    StringBuilder text = new StringBuilder();
    int outer = depth - 1;
    while (next() != END_ELEMENT || depth > outer) {
      if (getEventType() == CHARACTERS && text.length() < Values.MAX_TEXT_CHARS) {
        text.append(getText());
      }
    }
    return text.toString();
  }

  /** Moves to the end tag of the current element. */
  void skip() throws XMLStreamException {
    int outer = depth - 1;
    while (next() != END_ELEMENT || depth > outer) {
      // Nothing in it is of interest.
    }
  }

  @Override
  public String getLocalName() {
    return getEventType() == START_ELEMENT ? name : super.getLocalName();
  }

  /** The local name as written. */
  String writtenName() {
    return super.getLocalName();
  }

  @Override
  public String getNamespaceURI() {
    return "";
  }

  @Override
  public String getPrefix() {
    return "";
  }

  @Override
  public int getAttributeCount() {
    return 0;
  }

  @Override
  public int getNamespaceCount() {
    return 0;
  }

  @Override
  public @Nullable String getNamespaceURI(String prefix) {
    return prefix.equals(XMLConstants.XML_NS_PREFIX) ? XMLConstants.XML_NS_URI : null;
  }

  @Override
  public Object getProperty(String property) {
    // Names above are interned; JAXB then spares its own interning.
    if (property.startsWith("org.codehaus.stax2.intern")) {
      return true;
    }
    return super.getProperty(property);
  }
}
