package dev.plumbline.spf.advice;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.RememberedDns;
import dev.plumbline.spf.Qualifier;
import dev.plumbline.spf.SpfRecord;
import dev.plumbline.spf.SpfRecord.Directive;
import dev.plumbline.spf.SpfRecord.Redirect;
import dev.plumbline.spf.SpfResult;
import dev.plumbline.spf.SpfTable;
import dev.plumbline.spf.advice.RecordText.Placed;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whom a domain's SPF record names, were its mistakes passed over: each term is taken for itself, a
 * mistyped one as it was meant, and of several records each counts. Receivers see an error there,
 * so this is evidence of what the domain wanted, and never a verdict. Immutable; any number of
 * threads may ask.
 */
public final class SpfIntent {

  /** Far more than fit into the lookups of a record that works. */
  private static final int MOST_TERMS = 200;

  private static final int MOST_QUESTIONS = 400;

  /** A term alone in a record, as a table. */
  private record One(String term, boolean passes, SpfTable table) {}

  private final List<List<One>> records;

  private SpfIntent(List<List<One>> records) {
    this.records = records;
  }

  /** Reads what a domain publishes, and asks what its terms lead to. */
  public static SpfIntent of(Dns dns, DomainName domain) {
    Dns bounded = RememberedDns.limited(dns, MOST_QUESTIONS);
    DnsAnswer<String> answer = bounded.txt(domain);
    List<List<One>> records = new ArrayList<>();
    int room = MOST_TERMS;
    for (String text : answer.values()) {
      if (SpfRecord.isSpf(text)) {
        List<One> terms = terms(bounded, domain, RecordText.of(text), room);
        room -= terms.size();
        records.add(terms);
      }
    }
    return new SpfIntent(records);
  }

  private static List<One> terms(Dns dns, DomainName domain, RecordText record, int most) {
    TermRepair repair = new TermRepair(dns, domain);
    List<One> terms = new ArrayList<>();
    for (int i = 0; i < record.terms().size() && terms.size() < most; i++) {
      Placed placed = record.terms().get(i);
      String meant =
          placed.term() == null
              ? repair.unreadable(record, i).map(TermRepair.Repair::replacement).orElse("")
              : placed.text();
      for (Placed each : RecordText.of(SpfVersion.TEXT + " " + meant).terms()) {
        one(dns, domain, each).ifPresent(terms::add);
      }
    }
    return terms;
  }

  private static Optional<One> one(Dns dns, DomainName domain, Placed placed) {
    boolean decides = placed.directive() != null || placed.term() instanceof Redirect;
    if (!decides || placed.isAll()) {
      return Optional.empty();
    }
    Directive directive = placed.directive();
    boolean passes = directive == null || directive.qualifier() == Qualifier.PASS;
    // The sign would change what the table answers, not whom it is about.
    String bare = placed.text().replaceFirst("^[-+~?]", "");
    Dns alone =
        SpfVersion.proposed(dns, Map.of(domain.toString(), List.of(SpfVersion.TEXT + " " + bare)));
    return Optional.of(new One(placed.text(), passes, SpfTable.compile(alone, domain.toString())));
  }

  /** The term that would have let an address pass; empty if none would. */
  public Optional<String> listing(InetAddress ip) {
    return records.stream().flatMap(terms -> listing(terms, ip).stream()).findFirst();
  }

  private static Optional<String> listing(List<One> terms, InetAddress ip) {
    return terms.stream()
        .filter(one -> one.table().find(ip).result() == SpfResult.PASS)
        .findFirst()
        .filter(One::passes)
        .map(One::term);
  }
}
