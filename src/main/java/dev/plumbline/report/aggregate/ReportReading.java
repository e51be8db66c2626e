package dev.plumbline.report.aggregate;

import com.fasterxml.aalto.UncheckedStreamException;
import dev.plumbline.report.Bytes;
import dev.plumbline.report.InvalidReportException;
import dev.plumbline.report.LimitExceededException;
import dev.plumbline.report.RepairCode;
import dev.plumbline.report.RepairLedger;
import dev.plumbline.report.aggregate.Fragments.Metadata;
import dev.plumbline.report.aggregate.Fragments.Policy;
import dev.plumbline.report.aggregate.Fragments.RecordFragment;
import jakarta.xml.bind.JAXBException;
import jakarta.xml.bind.Unmarshaller;
import java.io.IOException;
import java.io.Reader;
import java.util.Locale;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * One pass over one document, from its first byte to the end of its feedback element: as it is, or
 * mended on the way.
 */
final class ReportReading {

  /** What is read once more to find all further reports of a document, at most. */
  private static final long MAX_BYTES_BEFORE = 2L << 30;

  private final XmlBinding xml;
  private final Bytes source;
  private final boolean mend;
  private final int place;
  private final Delivery delivery;
  private final RepairLedger repairs = new RepairLedger();
  private final FragmentMapping mapping = new FragmentMapping(repairs);
  private final Sections sections = new Sections();
  private @Nullable ReportHeader header;
  private long records;
  private boolean partial;
  private boolean followed;
  private boolean metadataRead;
  private boolean policyRead;

  private ReportReading(XmlBinding xml, Bytes source, boolean mend, int place, Delivery delivery) {
    this.xml = xml;
    this.source = source;
    this.mend = mend;
    this.place = place;
    this.delivery = delivery;
    repairs.addAll(source.repairs());
  }

  /** A reading of the document as it is. */
  static ReportReading strict(XmlBinding xml, Bytes source, Delivery delivery) {
    return new ReportReading(xml, source, false, 0, delivery);
  }

  /**
   * A reading that mends what is broken.
   *
   * @param place which of the document's reports, from 0
   */
  static ReportReading mending(XmlBinding xml, Bytes source, int place, Delivery delivery) {
    return new ReportReading(xml, source, true, place, delivery);
  }

  /** What is known of the report before its rows. */
  private static final class Sections {
    @Nullable Metadata metadata;
    @Nullable Policy policy;
    boolean rfc9990;

    boolean complete() {
      return metadata != null && policy != null;
    }

    ReportFormat format() {
      // RFC 9990 section 3.1.1.1 asks for its namespace, but such reports come without it, too. Of
      // its elements, np alone
      // proves nothing: RFC 9091 had it too, and such reports still carry pct.
      Policy p = policy;
      boolean policyOf9990 =
          p != null
              && (p.testing != null
                  || p.discoveryMethod != null
                  || p.psd != null
                  || (p.np != null && p.pct == null));
      boolean metadataOf9990 = metadata != null && metadata.generator != null;
      return rfc9990 || policyOf9990 || metadataOf9990
          ? ReportFormat.RFC9990
          : ReportFormat.RFC7489;
    }
  }

  AggregateReport read()
      throws InvalidReportException, IOException, XMLStreamException, JAXBException {
    delivery.restart();
    Unmarshaller unmarshaller = xml.lend();
    try (GuardedStream in = new GuardedStream(source.open(), !mend)) {
      FeedbackReader reader = null;
      try {
        reader = open(in, repairs);
        readFeedback(reader, unmarshaller);
        readRest(reader, in);
      } catch (XMLStreamException | JAXBException e) {
        if (in.failure() != null) {
          throw in.failure();
        }
        throw e;
      } catch (UncheckedStreamException e) {
        // Aalto reads texts only when they are asked for, in a method that may not throw.
        if (in.failure() != null) {
          throw in.failure();
        }
        throw new XMLStreamException(e);
      } finally {
        if (reader != null) {
          close(reader);
        }
      }
    }
    xml.giveBack(unmarshaller);
    if (header == null) {
      if (!sections.complete() && sections.metadata == null && sections.policy == null) {
        throw new InvalidReportException(
            "The feedback element has neither metadata, policy nor records.", followed);
      }
      begin();
    }
    return delivery.finish(partial, followed, repairs);
  }

  private FeedbackReader open(GuardedStream in, RepairLedger ledger)
      throws IOException, XMLStreamException {
    XMLStreamReader plain =
        mend ? xml.newReader(mended(LenientDecoder.open(in, ledger), ledger)) : xml.newReader(in);
    return new FeedbackReader(plain, ledger);
  }

  private Reader mended(Reader document, RepairLedger ledger) {
    return place == 0
        ? new MendingReader(document, ledger)
        : MendingReader.ofPart(new FeedbackSeeker(document, place), ledger);
  }

  private void close(FeedbackReader reader) throws XMLStreamException {
    if (reader.manyUnknownNames()) {
      xml.forgetNames();
    } else {
      reader.close(); // Hands the name table back to the factory.
    }
  }

  private void readFeedback(FeedbackReader reader, Unmarshaller unmarshaller)
      throws InvalidReportException, IOException, XMLStreamException, JAXBException {
    boolean atSection = enterFeedback(reader);
    int outer = reader.depth() - (atSection ? 2 : 1);
    int event = atSection ? reader.getEventType() : reader.next();
    while (event != XMLStreamConstants.END_DOCUMENT
        && (event != XMLStreamConstants.END_ELEMENT || reader.depth() > outer)) {
      if (event == XMLStreamConstants.START_ELEMENT && reader.depth() > outer + 2) {
        noteWrapped(reader.getLocalName());
      }
      if (event == XMLStreamConstants.START_ELEMENT && reader.getLocalName().equals("record")) {
        record(reader, unmarshaller);
        event = reader.getEventType();
      } else if (event == XMLStreamConstants.START_ELEMENT
          && section(reader, unmarshaller, sections)) {
        event = reader.getEventType();
      } else {
        event = reader.next();
      }
    }
    partial = partial || reader.truncatedDepth() > 0;
  }

  /** Reads on to the end of the document, so that nothing in it goes without a word. */
  private void readRest(FeedbackReader reader, GuardedStream in) throws XMLStreamException {
    long end = in.position();
    repairs.enterRecord(0);
    for (int event = reader.getEventType();
        event != XMLStreamConstants.END_DOCUMENT;
        event = reader.next()) {
      boolean start = event == XMLStreamConstants.START_ELEMENT;
      Vocabulary known = start ? Vocabulary.named(reader.getLocalName()) : null;
      if (known == Vocabulary.FEEDBACK) {
        reader.skip();
      } else if (place == 0 && known != null && known.parents().contains(Vocabulary.FEEDBACK)) {
        repairs.add(
            RepairCode.ELEMENT_AFTER_REPORT,
            "element " + RepairLedger.quote(known.wire()) + " behind the report left out");
        reader.skip();
      }
    }
    repairs.addAll(source.repairs()); // Some show at the end only.
    if (in.earlyEnd() != null) {
      repairs.add(RepairCode.DAMAGED_ARCHIVE, in.earlyEnd());
    }
    if (reader.reports() > 1) {
      follow(end);
    }
  }

  /** Each further report costs reading all before it once more, so there is a bound. */
  private void follow(long bytesBefore) {
    followed = (place + 1) * bytesBefore <= MAX_BYTES_BEFORE;
    if (!followed) {
      repairs.add(
          RepairCode.TOO_MANY_REPORTS,
          "what follows the " + (place + 1) + ". report of the document is not read");
    } else if (place == 0) {
      repairs.add(
          RepairCode.FURTHER_REPORT, "the document holds another report; it is read by itself");
    }
  }

  /**
   * Moves to the start of the feedback element, or, if there is none, to the first of its sections.
   *
   * @return whether the reader stands on a section
   */
  private boolean enterFeedback(FeedbackReader reader)
      throws InvalidReportException, XMLStreamException {
    String first = null;
    for (int event = reader.getEventType();
        event != XMLStreamConstants.END_DOCUMENT;
        event = reader.next()) {
      if (event != XMLStreamConstants.START_ELEMENT) {
        continue;
      }
      String written = reader.writtenName();
      String lower = written.toLowerCase(Locale.ROOT);
      if (lower.equals("feedback")) {
        if (first != null) {
          repairs.add(
              first.equals("schema") ? RepairCode.STRAY_SCHEMA_TAG : RepairCode.WRAPPED_FEEDBACK,
              "feedback stands within element " + RepairLedger.quote(first));
        }
        sections.rfc9990 |= reader.namespace().equals(FeedbackReader.RFC9990_NAMESPACE);
        reader.adoptNamespace();
        return false;
      }
      Vocabulary known = Vocabulary.named(lower);
      if (known != null && known.parents().contains(Vocabulary.FEEDBACK)) {
        repairs.add(RepairCode.NO_FEEDBACK_ELEMENT, "the document has no feedback element");
        reader.adoptNamespace();
        return true;
      }
      if (first == null && !written.equals(MendingReader.ROOT)) {
        first = written;
      }
    }
    throw new InvalidReportException(
        first == null
            ? "The document has no XML element."
            : "The document's root element is "
                + RepairLedger.quote(first)
                + "; an aggregate report has \"feedback\".");
  }

  /**
   * Reads a section other than a record.
   *
   * @return whether the reader already stands on the next event
   */
  private boolean section(FeedbackReader reader, Unmarshaller unmarshaller, Sections into)
      throws XMLStreamException, JAXBException {
    switch (reader.getLocalName()) {
      case "report_metadata" -> {
        Metadata metadata = unmarshaller.unmarshal(reader, Metadata.class).getValue();
        into.metadata = into.metadata == null ? metadata : into.metadata;
        if (into == sections) {
          noteRepeated(metadataRead, "report_metadata");
          metadataRead = true;
        }
        return true;
      }
      case "policy_published" -> {
        Policy policy = unmarshaller.unmarshal(reader, Policy.class).getValue();
        into.policy = into.policy == null ? policy : into.policy;
        if (into == sections) {
          noteRepeated(policyRead, "policy_published");
          policyRead = true;
        }
        return true;
      }
      case "version" -> {
        String version = reader.text().strip();
        // RFC 9990 section 3.1.1.2 says 1.0 as RFC 7489 did, but drafts of it said 2.0.
        into.rfc9990 |= version.startsWith("2");
        return false;
      }
      case "extension" -> {
        // RFC 9990 section 5: what is not understood of an extension is ignored.
        into.rfc9990 = true;
        reader.skip();
        return false;
      }
      case MendingReader.TRUNCATED_MARK -> {
        partial |= mend;
        return false;
      }
      case FeedbackReader.UNKNOWN -> {
        return false; // Sections within it are read.
      }
      default -> {
        reader.skip();
        return false;
      }
    }
  }

  private void noteWrapped(String name) {
    Vocabulary known = Vocabulary.named(name);
    if (known != null && known.parents().contains(Vocabulary.FEEDBACK)) {
      repairs.add(
          RepairCode.WRAPPED_SECTION,
          "element " + RepairLedger.quote(name) + " stands within another than feedback; read");
    }
  }

  private void noteRepeated(boolean before, String section) {
    if (before) {
      repairs.enterRecord(0);
      repairs.add(RepairCode.REPEATED_ELEMENT, section + " given more than once; the first counts");
    }
  }

  private void record(FeedbackReader reader, Unmarshaller unmarshaller)
      throws InvalidReportException, IOException, XMLStreamException, JAXBException {
    if (header == null) {
      if (!sections.complete()) {
        scanAhead(unmarshaller);
      }
      begin();
    }
    int depth = reader.depth();
    repairs.enterRecord(++records);
    RecordFragment fragment = unmarshaller.unmarshal(reader, RecordFragment.class).getValue();
    if (mend && reader.truncatedDepth() > depth) {
      repairs.add(
          RepairCode.INCOMPLETE_RECORD, "the record in which the document ends was left out");
    } else {
      deliver(fragment);
    }
  }

  private void deliver(RecordFragment fragment) throws LimitExceededException {
    boolean wrapper = fragment.isWrapper();
    if (wrapper) {
      records--;
    } else {
      delivery.row(mapping.row(fragment));
    }
    for (RecordFragment inner : fragment.inner) {
      repairs.enterRecord(++records);
      noteWrapped("record");
      delivery.row(mapping.row(inner));
    }
    if (fragment.left > 0) {
      repairs.add(
          RepairCode.TOO_MANY_RESULTS, fragment.left + " more records within a record left out");
    }
  }

  private void begin() {
    header = mapping.header(sections.format(), sections.metadata, sections.policy);
    delivery.begin(header);
  }

  /**
   * Looks for metadata and policy behind the records, on a stream of its own. Deviates from RFC
   * 9990 section 3.1.1.2, which wants them before.
   */
  private void scanAhead(Unmarshaller unmarshaller)
      throws InvalidReportException, IOException, XMLStreamException, JAXBException {
    RepairLedger unused = new RepairLedger();
    try (GuardedStream in = new GuardedStream(source.open(), !mend)) {
      FeedbackReader reader = open(in, unused);
      try {
        Sections found = new Sections();
        boolean atSection = enterFeedback(reader);
        int outer = reader.depth() - (atSection ? 2 : 1);
        int event = atSection ? reader.getEventType() : reader.next();
        while (!found.complete()
            && event != XMLStreamConstants.END_DOCUMENT
            && (event != XMLStreamConstants.END_ELEMENT || reader.depth() > outer)) {
          boolean start = event == XMLStreamConstants.START_ELEMENT;
          boolean moved = start && section(reader, unmarshaller, found);
          event = moved ? reader.getEventType() : reader.next();
        }
        if (found.metadata != sections.metadata || found.policy != sections.policy) {
          take(found);
        }
      } catch (XMLStreamException | JAXBException e) {
        if (in.failure() != null) {
          throw in.failure();
        }
        throw e;
      } finally {
        close(reader);
      }
    }
  }

  private void take(Sections found) {
    boolean late =
        (sections.metadata == null && found.metadata != null)
            || (sections.policy == null && found.policy != null);
    if (late) {
      repairs.add(RepairCode.LATE_HEADER, "metadata or policy stands behind the first record");
    }
    sections.metadata = sections.metadata == null ? found.metadata : sections.metadata;
    sections.policy = sections.policy == null ? found.policy : sections.policy;
    sections.rfc9990 |= found.rfc9990;
  }
}
