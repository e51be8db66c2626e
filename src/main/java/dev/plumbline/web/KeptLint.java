package dev.plumbline.web;

import dev.plumbline.dkim.DkimLinter;
import dev.plumbline.dmarc.DmarcLinter;
import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.ProposedDns;
import dev.plumbline.dns.Question;
import dev.plumbline.dns.RecordKind;
import dev.plumbline.dns.lint.Finding;
import dev.plumbline.dns.lint.Lint;
import dev.plumbline.dns.lint.Severity;
import dev.plumbline.spf.advice.SpfLint;
import dev.plumbline.spf.advice.SpfLinter;
import dev.plumbline.store.checks.Records.PublishedRecord;
import dev.plumbline.store.traffic.DomainInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the linters find in the records that were seen last. DNS is not asked: what was not kept is
 * not known, and nothing is said of it.
 */
final class KeptLint {

  private static final int MOST_KEYS = 20;

  private KeptLint() {}

  /** The findings and what the SPF record costs. */
  static DnsView.Lint of(DomainInfo domain, List<PublishedRecord> records) {
    DomainName name = DomainName.parse(domain.name()).orElse(null);
    if (name == null || records.isEmpty()) {
      return new DnsView.Lint(List.of(), null);
    }
    Dns kept = kept(records);
    List<Told> all = new ArrayList<>();
    SpfLint spf = new SpfLinter(kept).lint(domain.name(), SpfLinter.Known.NOTHING);
    all.add(new Told("SPF", spf.lint()));
    all.add(new Told("DMARC", new DmarcLinter(kept).lint(name, DmarcLinter.Known.NOTHING)));
    records.stream()
        .filter(one -> one.current() && one.kind() == RecordKind.DKIM && isOwn(one.name(), domain))
        .limit(MOST_KEYS)
        .forEach(
            one ->
                one.texts()
                    .forEach(text -> all.add(new Told("DKIM", DkimLinter.lint(one.name(), text)))));
    List<DnsView.Found> found = new ArrayList<>();
    all.stream()
        .sorted(Comparator.comparing(Told::worst))
        .forEach(one -> Findings.add(found, one.kind(), one.lint()));
    return new DnsView.Lint(found, Findings.lookups(spf.counts()));
  }

  /** What was found in a record: that with the worst of it comes first. */
  private record Told(String kind, Lint lint) {

    Severity worst() {
      return lint.findings().stream()
          .map(Finding::severity)
          .min(Comparator.naturalOrder())
          .orElse(Severity.HINT);
    }
  }

  /** Keys of others are theirs to keep. */
  static boolean isOwn(String name, DomainInfo domain) {
    DomainName organizational = domain.organizationalDomain();
    String own = organizational == null ? domain.name() : organizational.toString();
    return name.equals(own) || name.endsWith("." + own);
  }

  /** Answers what was kept, and nothing else. */
  private static Dns kept(List<PublishedRecord> records) {
    Map<DomainName, List<String>> texts = new HashMap<>();
    for (PublishedRecord record : records) {
      if (record.current() && record.kind().isText()) {
        DomainName.parse(record.name())
            .ifPresent(
                name ->
                    texts
                        .computeIfAbsent(name, unused -> new ArrayList<>())
                        .addAll(record.texts()));
      }
    }
    Dns nothing =
        new Dns() {
          @Override
          public <T> DnsAnswer<T> ask(Question<T> question) {
            return new DnsAnswer.Failed<>("It was not kept.");
          }
        };
    return new ProposedDns(nothing, texts, text -> false);
  }
}
