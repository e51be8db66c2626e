package dev.plumbline.dmarc;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.lint.Lint;
import dev.plumbline.dns.lint.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns answers into a DMARC record, tested against DNS as if it were published. */
public final class DmarcWizard {

  private final Dns dns;

  /** A wizard that asks this DNS. */
  public DmarcWizard(Dns dns) {
    this.dns = dns;
  }

  /**
   * What the owner of a domain wants.
   *
   * @param sends whether any mail is sent with the domain; if not, the policy is reject for all
   * @param policy for the domain itself
   * @param subdomains for names below; null for the same
   * @param nonexistent for names below that do not exist; null for that of the others
   * @param rua where aggregate reports go
   * @param ruf where failure reports go
   * @param dkim how closely DKIM must agree
   * @param spf how closely SPF must agree
   * @param testing whether receivers shall apply one level less
   */
  public record Answers(
      boolean sends,
      Policy policy,
      @Nullable Policy subdomains,
      @Nullable Policy nonexistent,
      List<ReportUri> rua,
      List<ReportUri> ruf,
      Alignment.Mode dkim,
      Alignment.Mode spf,
      boolean testing) {

    public Answers {
      rua = List.copyOf(rua);
      ruf = List.copyOf(ruf);
    }

    /** A policy and where reports about it go, and all else as most have it. */
    public static Answers plain(boolean sends, Policy policy, List<ReportUri> rua) {
      return new Answers(
          sends,
          policy,
          null,
          null,
          rua,
          List.of(),
          Alignment.Mode.RELAXED,
          Alignment.Mode.RELAXED,
          false);
    }
  }

  /**
   * A record to paste.
   *
   * @param name where it belongs
   * @param record its text
   * @param elsewhere records that other organizations have to publish first
   * @param lint what would be found if the record were published now
   */
  public record Advice(String name, String record, List<Publication> elsewhere, Lint lint) {

    public Advice {
      elsewhere = List.copyOf(elsewhere);
    }

    /** Whether it can be published as it is; warnings are about what was asked for. */
    public boolean isSound() {
      return lint.count(Severity.ERROR) == 0;
    }
  }

  /** A TXT record for a name. */
  public record Publication(String name, String record) {}

  /** The record for these answers. */
  public Advice advise(DomainName domain, Answers answers) {
    String text = record(answers).toText();
    Lint lint = new DmarcLinter(dns).lint(domain, text, DmarcLinter.Known.NOTHING);
    List<Publication> elsewhere = new ArrayList<>();
    for (ReportDestinations.Destination one :
        new ReportDestinations(dns).check(domain, DmarcRecord.parse(text).orElseThrow())) {
      Optional.ofNullable(one.asked())
          .filter(name -> one.state() == ReportDestinations.State.NOT_AUTHORIZED)
          .map(name -> new Publication(name, "v=DMARC1"))
          .filter(publication -> !elsewhere.contains(publication))
          .ifPresent(elsewhere::add);
    }
    return new Advice("_dmarc." + domain, text, elsewhere, lint);
  }

  private static DmarcRecord record(Answers answers) {
    Policy policy = answers.sends() ? answers.policy() : Policy.REJECT;
    Policy below = answers.subdomains() == null ? policy : answers.subdomains();
    Policy none = answers.nonexistent() == null ? below : answers.nonexistent();
    return new DmarcRecord(
        "",
        policy,
        answers.sends() && below != policy ? below : null,
        answers.sends() && none != below ? none : null,
        DmarcRecord.PublicSuffix.UNSPECIFIED,
        answers.sends() && answers.testing() && policy != Policy.NONE,
        answers.sends() ? answers.dkim() : Alignment.Mode.RELAXED,
        answers.sends() ? answers.spf() : Alignment.Mode.RELAXED,
        List.of("0"),
        answers.rua(),
        answers.ruf(),
        new DmarcRecord.Retired(null, null, null),
        List.of());
  }
}
