package dev.plumbline.resolver;

import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.Question;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/** The zones of one master file (RFC 1035 section 5); several may share it. */
final class ZoneData {

  /** For records in a file that says nothing of TTLs. */
  private static final long DEFAULT_TTL_SECONDS = 300;

  private static final System.Logger LOG = System.getLogger(ZoneData.class.getName());

  /** Wildcards answer for any number of names. */
  private static final int MAX_REPLIES_KEPT = 10_000;

  private final Map<DomainName, List<Record>> records = new HashMap<>();
  private final Map<DomainName, SOARecord> apexes = new HashMap<>();

  /** All names with records, and the empty ones above them (RFC 4592 section 2.2.2). */
  private final Set<DomainName> existing = new HashSet<>();

  /** Names with records that are under none of the apexes, in order. */
  private final List<DomainName> strangers = new ArrayList<>();

  private final Map<Question<?>, Optional<Reply>> replies = new ConcurrentHashMap<>();

  private ZoneData() {}

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read or is malformed
   */
  static ZoneData read(InputStream file) throws IOException {
    ZoneData data = new ZoneData();
    Record last = null;
    try (Master master = new Master(file, Name.root, DEFAULT_TTL_SECONDS)) {
      master.disableIncludes(true);
      for (Record record = master.nextRecord(); record != null; record = master.nextRecord()) {
        data.add(record);
        last = record;
      }
    } catch (IOException e) {
      // Not all of the library's messages say where.
      String where =
          last == null
              ? "in the first record"
              : "after " + last.getName() + " " + Type.string(last.getType());
      throw new IOException(e.getMessage() + ", " + where, e);
    }
    if (data.apexes.isEmpty() && !data.records.isEmpty()) {
      throw new IOException("it has no SOA record, so nobody can say which names it answers for");
    }
    data.findExistingNames();
    data.warnOfStrangers();
    return data;
  }

  /** Whether the file answers for this name. */
  boolean covers(DomainName name) {
    return apexOf(name).isPresent();
  }

  /**
   * Whether a name is an attribute of one above the apexes, as {@code _dmarc.org} is above {@code
   * example.org}: whoever makes zones up means to be asked no further.
   */
  boolean isAbove(DomainName name) {
    return name.toString().startsWith("_")
        && name.parent()
            .filter(above -> apexes.keySet().stream().anyMatch(apex -> apex.isWithin(above)))
            .isPresent();
  }

  /**
   * A name that the file has records of and does not answer for, at or below the one asked about:
   * nobody may call that one missing.
   */
  Optional<DomainName> stranger(DomainName name) {
    return strangers.stream().filter(stranger -> stranger.isWithin(name)).findFirst();
  }

  /** The answer to a question, empty if the name is under none of the apexes. */
  Optional<Reply> find(Question<?> question) {
    Optional<Reply> known = replies.get(question);
    if (known != null) {
      return known;
    }
    DomainName name = question.name();
    int type = RecordValues.wire(question.type());
    Optional<Reply> reply = apexOf(name).map(apex -> answer(apex, name, type));
    if (replies.size() < MAX_REPLIES_KEPT) {
      replies.put(question, reply);
    }
    return reply;
  }

  private Reply answer(DomainName apex, DomainName name, int type) {
    Duration negative = negativeTtl(apex);
    if (existing.contains(name)) {
      return atNode(records.getOrDefault(name, List.of()), type, negative);
    }
    // RFC 4592 section 3.3.1: only the wildcard below the closest encloser counts.
    DomainName encloser = name.parent().orElseThrow();
    while (!existing.contains(encloser)) {
      encloser = encloser.parent().orElseThrow();
    }
    Optional<DomainName> wildcard = DomainName.parse("*." + encloser);
    if (wildcard.isEmpty() || !existing.contains(wildcard.get())) {
      return new Reply.NoName(negative);
    }
    return atNode(records.getOrDefault(wildcard.get(), List.of()), type, negative);
  }

  private static Reply atNode(List<Record> node, int type, Duration negative) {
    List<Record> found = node.stream().filter(record -> record.getType() == type).toList();
    if (!found.isEmpty()) {
      Duration ttl = Duration.ofSeconds(found.get(0).getTTL());
      List<?> values = RecordValues.of(found);
      return values.isEmpty() ? new Reply.NoRecords(ttl) : new Reply.Found(values, ttl);
    }
    for (Record record : node) {
      if (record instanceof CNAMERecord alias) {
        return Names.fromWire(alias.getTarget())
            .<Reply>map(target -> new Reply.Alias(target, Duration.ofSeconds(alias.getTTL())))
            .orElseGet(() -> new Reply.NoRecords(negative));
      }
    }
    return new Reply.NoRecords(negative);
  }

  private void add(Record record) throws IOException {
    DomainName name =
        Names.fromWire(record.getName())
            .orElseThrow(() -> new IOException("a label with a dot inside: " + record.getName()));
    records.computeIfAbsent(name, key -> new ArrayList<>()).add(record);
    if (record instanceof SOARecord soa && record.getType() == Type.SOA) {
      apexes.put(name, soa);
    }
  }

  private void findExistingNames() {
    for (DomainName name : records.keySet()) {
      Optional<DomainName> apex = apexOf(name);
      for (DomainName n = name; apex.isPresent(); n = n.parent().orElseThrow()) {
        existing.add(n);
        if (n.equals(apex.get())) {
          break;
        }
      }
    }
  }

  private void warnOfStrangers() {
    records.keySet().stream()
        .filter(name -> apexOf(name).isEmpty())
        .sorted()
        .forEach(strangers::add);
    strangers.stream()
        .findFirst()
        .ifPresent(
            name ->
                LOG.log(
                    Level.WARNING,
                    "The zone file has records of {0}, which is under none of its SOA records: they"
                        + " are not used, and DNS is asked for it",
                    name));
  }

  private Optional<DomainName> apexOf(DomainName name) {
    Optional<DomainName> candidate = Optional.of(name);
    while (candidate.isPresent() && !apexes.containsKey(candidate.get())) {
      candidate = candidate.get().parent();
    }
    return candidate;
  }

  private Duration negativeTtl(DomainName apex) {
    SOARecord soa = apexes.get(apex);
    return soa == null
        ? Duration.ZERO
        : Duration.ofSeconds(Math.min(soa.getTTL(), soa.getMinimum()));
  }
}
