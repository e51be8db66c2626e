package dev.plumbline.dmarc;

import static dev.plumbline.dns.lint.Severity.ERROR;
import static dev.plumbline.dns.lint.Severity.HINT;
import static dev.plumbline.dns.lint.Severity.WARNING;

import dev.plumbline.dmarc.DmarcRecord.PublicSuffix;
import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.ProposedDns;
import dev.plumbline.dns.lint.Finding;
import dev.plumbline.dns.lint.Lint;
import dev.plumbline.dns.lint.RecordFinding;
import dev.plumbline.dns.lint.TagLint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the mistakes in the DMARC record of a domain, and mends those it can. */
public final class DmarcLinter {

  /** Reports of three months show every sender that mails with some regularity. */
  private static final Duration LONG = Duration.ofDays(90);

  /** RFC 9989 section 4.10: of longer names only the last seven labels are walked. */
  private static final int WALKED_LABELS = 7;

  private final Dns dns;

  /** A linter that asks this DNS. */
  public DmarcLinter(Dns dns) {
    this.dns = dns;
  }

  /**
   * What is known beside DNS.
   *
   * @param noneFor how long the policy has been {@code none}; null if that is not known
   */
  public record Known(@Nullable Duration noneFor) {

    /** Nothing. */
    public static final Known NOTHING = new Known(null);
  }

  /** Examines the record that a domain publishes. */
  public Lint lint(DomainName domain, Known known) {
    return RecordFinding.lint(
        dns,
        nameOf(domain),
        RecordText::isRecord,
        RecordText::isMeant,
        new Published(domain, known));
  }

  /** What is said of the record that is published. */
  private final class Published implements RecordFinding.Rules {

    private final DomainName domain;
    private final Known known;

    Published(DomainName domain, Known known) {
      this.domain = domain;
      this.known = known;
    }

    @Override
    public Finding failed(String reason) {
      return Finding.at(
          nameOf(domain),
          ERROR,
          DmarcRule.DNS_TROUBLE,
          "DNS failed for the record: " + reason,
          null);
    }

    @Override
    public Finding several(List<String> records) {
      boolean same = records.stream().distinct().count() == 1;
      return Finding.at(
          nameOf(domain),
          ERROR,
          DmarcRule.SEVERAL_RECORDS,
          "There are "
              + records.size()
              + " DMARC records, so receivers discard all of them; exactly one may be there.",
          same ? records.get(0) : null);
    }

    @Override
    public List<Finding> missing() {
      return DmarcLinter.this.missing(domain);
    }

    @Override
    public Lint examine(String text) {
      return DmarcLinter.this.examine(dns, domain, text, known);
    }
  }

  /** Examines a record as if the domain published it. */
  public Lint lint(DomainName domain, String record, Known known) {
    Optional<DomainName> name = DomainName.parse(nameOf(domain));
    Dns proposed = name.isPresent() ? new ProposedDns(dns, name.get(), List.of(record)) : dns;
    return examine(proposed, domain, record, known);
  }

  private static String nameOf(DomainName domain) {
    return "_dmarc." + domain;
  }

  private List<Finding> missing(DomainName domain) {
    List<Finding> findings = new ArrayList<>(misplaced(domain));
    String name = nameOf(domain);
    String record = "v=DMARC1; p=none; rua=mailto:dmarc@" + domain;
    PolicyLookup lookup = new PolicyDiscovery(dns).lookup(domain);
    PolicyLookup.Applied applied = lookup.applied();
    if (lookup.failure() != null) {
      findings.add(
          Finding.at(
              name,
              ERROR,
              DmarcRule.DNS_TROUBLE,
              "There is no record of its own, and it is not known whether one of a domain above"
                  + " applies: "
                  + lookup.failure(),
              null));
    } else if (applied == null) {
      findings.add(
          Finding.at(
              name,
              ERROR,
              DmarcRule.NO_RECORD,
              discarded(lookup)
                  + "There is no DMARC record"
                  + (discarded(lookup).isEmpty() ? "" : " that counts")
                  + ", so anyone may use the domain and nobody reports it. Begin"
                  + " with p=none and an address of yours for the reports.",
              record));
    } else {
      findings.add(
          Finding.at(
              name,
              HINT,
              DmarcRule.NO_RECORD,
              "There is no record of its own; the record of "
                  + applied.domain()
                  + " applies, with "
                  + applied.tag().wire()
                  + "="
                  + applied.asked().wire()
                  + ".",
              null));
    }
    return findings;
  }

  /** Why the records above a domain do not count for it. */
  private static String discarded(PolicyLookup lookup) {
    return lookup.questions().stream()
        .flatMap(question -> question.doubts().stream())
        .map(doubt -> doubt + " ")
        .collect(Collectors.joining());
  }

  /** Records where people publish them by mistake. */
  private List<Finding> misplaced(DomainName domain) {
    List<Finding> findings = new ArrayList<>();
    for (String place :
        List.of(domain.toString(), "dmarc." + domain, nameOf(domain) + "." + domain)) {
      Optional<DomainName> name = DomainName.parse(place);
      List<String> texts = name.isPresent() ? dns.txt(name.get()).values() : List.of();
      texts.stream()
          .filter(text -> RecordText.isRecord(new RecordText(place, text).text()))
          .findFirst()
          .ifPresent(
              text ->
                  findings.add(
                      new Finding(
                          ERROR,
                          DmarcRule.WRONG_NAME,
                          place,
                          text,
                          0,
                          text.length(),
                          "A DMARC record is published at "
                              + place
                              + ", where nobody looks; it belongs at "
                              + nameOf(domain)
                              + ".",
                          text)));
    }
    return findings;
  }

  private Lint examine(Dns view, DomainName domain, String written, Known known) {
    String name = nameOf(domain);
    RecordText readable = new RecordText(name, written);
    TagLint tags = new TagLint(name, readable.text());
    DmarcRecord record = readAsMeant(readable.text());
    new TagRules(tags, readable.text(), record).check();
    monitoring(tags, record, known);
    reports(tags, domain, record);
    below(tags, view, domain, record);
    Lint lint = tags.finish();
    List<Finding> findings = new ArrayList<>(readable.findings());
    findings.addAll(lint.findings());
    findings.addAll(DeliveryRules.check(view, name, domain, record));
    String mended = lint.mended() == null ? readable.text() : lint.mended();
    return new Lint(name, written, findings, mended.equals(written) ? null : mended);
  }

  /** The record, also if it lacks the version, so that the rest can be judged. */
  private static DmarcRecord readAsMeant(String text) {
    return DmarcRecord.parse(text).or(() -> DmarcRecord.parse("v=DMARC1; " + text)).orElseThrow();
  }

  private static void monitoring(TagLint tags, DmarcRecord record, Known known) {
    if (record.p() != Policy.NONE) {
      return;
    }
    Duration noneFor = known.noneFor();
    if (noneFor != null && noneFor.compareTo(LONG) >= 0) {
      tags.tell(
          WARNING,
          DmarcRule.MONITORING_LONG,
          tags.tags().tag("p"),
          "The policy has been none for "
              + noneFor.toDays()
              + " days: forged mail is still delivered. Authorize the last senders, then ask for"
              + " quarantine.",
          null);
    } else {
      tags.tell(
          HINT,
          DmarcRule.MONITORING,
          tags.tags().tag("p"),
          "p=none only watches: forged mail is delivered as before.",
          null);
    }
  }

  private static void reports(TagLint tags, DomainName domain, DmarcRecord record) {
    if (tags.tags().tag("rua").isEmpty()) {
      tags.tell(
          WARNING,
          DmarcRule.NO_RUA,
          Optional.empty(),
          "Without rua nobody sends aggregate reports"
              + (record.p() == Policy.NONE ? ", so the record does nothing at all" : "")
              + ". Name a mailbox of yours.",
          edits -> edits.set("rua", "mailto:dmarc@" + domain));
    }
    if (record.psd() == PublicSuffix.YES && !record.ruf().isEmpty()) {
      tags.tell(
          WARNING,
          DmarcRule.RUF_OF_SUFFIX,
          tags.tags().tag("ruf"),
          "Receivers ignore ruf in the record of a public suffix.",
          edits -> edits.remove("ruf"));
    }
  }

  /** What the record means for the names below its domain, and where receivers differ. */
  private static void below(TagLint tags, Dns view, DomainName domain, DmarcRecord record) {
    boolean listed = PublicSuffixes.isPublicSuffix(domain);
    if (record.psd() == PublicSuffix.YES && !listed) {
      tags.tell(
          ERROR,
          DmarcRule.PSD,
          tags.tags().tag("psd"),
          "psd=y says that others register names below "
              + domain
              + ", which the public suffix list does not know; every name below it becomes an"
              + " organization of its own.",
          edits -> edits.remove("psd"));
    } else if (record.psd() != PublicSuffix.YES && listed) {
      tags.tell(
          WARNING,
          DmarcRule.PSD,
          tags.tags().tag("psd"),
          domain + " is a public suffix; its record must say psd=y.",
          edits -> edits.set("psd", "y"));
    }
    boolean forNamesBelow = record.sp() != null || record.np() != null;
    PolicyLookup lookup = new PolicyDiscovery(view).lookup(domain);
    if (lookup.failure() != null || lookup.applied() == null) {
      return;
    }
    DomainName organization = lookup.organization().domain();
    if (!organization.equals(domain)) {
      if (forNamesBelow) {
        tags.tell(
            WARNING,
            DmarcRule.IGNORED_BELOW,
            tags.tags().tag("sp").or(() -> tags.tags().tag("np")),
            "sp and np are ignored here: for names below "
                + domain
                + " receivers take the record of the organizational domain "
                + organization
                + ".",
            edits -> edits.remove("sp").remove("np"));
      }
    } else if (domain.labels().size() > WALKED_LABELS) {
      tags.tell(
          WARNING,
          DmarcRule.TOO_DEEP,
          Optional.empty(),
          "The name has more than seven labels, so receivers never find the record from names"
              + " below it.",
          null);
    }
    if (!listed && !lookup.viewsAgree()) {
      tags.tell(WARNING, DmarcRule.VIEWS_DIFFER, Optional.empty(), differing(lookup), null);
    }
    if (record.np() != null && organization.equals(domain)) {
      wildcard(tags, view, domain, record);
    }
  }

  private static String differing(PolicyLookup lookup) {
    PolicyLookup.ListView list = lookup.listView();
    return "The tree walk finds the organizational domain "
        + lookup.organization().domain()
        + ", the public suffix list "
        + list.organizationalDomain()
        + "; receivers that use the list align other domains. Publish a record at "
        + list.organizationalDomain()
        + " too, or ask for strict alignment.";
  }

  private static void wildcard(TagLint tags, Dns view, DomainName domain, DmarcRecord record) {
    Optional<DomainName> wildcard = DomainName.parse("*." + domain);
    if (wildcard.isEmpty()) {
      return;
    }
    DnsAnswer<?> answer = view.a(wildcard.get());
    if (answer instanceof DnsAnswer.NoSuchDomain || answer instanceof DnsAnswer.Failed) {
      return;
    }
    Policy existing = record.sp() == null ? record.p() : record.sp();
    tags.tell(
        WARNING,
        DmarcRule.WILDCARD,
        tags.tags().tag("np"),
        "np is never used: *."
            + domain
            + " makes every name below exist, so they get "
            + (existing == null ? "none" : existing.wire())
            + ".",
        null);
  }
}
