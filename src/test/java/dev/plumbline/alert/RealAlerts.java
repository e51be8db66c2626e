package dev.plumbline.alert;

import dev.plumbline.spf.SpfResult;
import dev.plumbline.standing.Reason;
import dev.plumbline.standing.Standing;
import dev.plumbline.store.alert.Alert;
import dev.plumbline.store.alert.Alert.Found;
import dev.plumbline.store.alert.AlertFacts.Certificate;
import dev.plumbline.store.alert.AlertFacts.Changed;
import dev.plumbline.store.alert.AlertFacts.Day;
import dev.plumbline.store.alert.AlertFacts.Empty;
import dev.plumbline.store.alert.AlertFacts.EndingToken;
import dev.plumbline.store.alert.AlertFacts.Lookups;
import dev.plumbline.store.alert.AlertFacts.NewSender;
import dev.plumbline.store.alert.AlertFacts.Past;
import dev.plumbline.store.alert.AlertFacts.Refused;
import dev.plumbline.store.alert.AlertFacts.Regressed;
import dev.plumbline.store.alert.AlertFacts.Unread;
import dev.plumbline.store.alert.AlertKind;
import dev.plumbline.store.alert.SilenceFacts.Silent;
import dev.plumbline.store.judgement.DomainSummary;
import dev.plumbline.store.judgement.NextStep;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Alerts of every kind, in the sentences that the rules make of what there can be. */
public final class RealAlerts {

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);
  private static final String DOMAIN = "harbourlight.example";
  private static final String LONG =
      "a-very-long-name-of-a-domain-that-nobody-would-ever-type.subsidiary.example";

  private RealAlerts() {}

  /** At least one of each kind, the most pressing first. */
  public static List<Alert> ofEveryKind() {
    List<Found> all = new ArrayList<>();
    all.addAll(
        DomainRules.of(
            summary(DOMAIN, 1_204, null, List.of(new Reason.NoDmarcRecord(), broken())), false));
    all.addAll(DomainRules.of(summary(LONG, 0, LocalDate.of(2026, 11, 2), List.of()), false));
    all.add(
        DomainRules.of(
            new Regressed(
                DOMAIN,
                "known:mailchimp",
                "Mailchimp",
                List.of(
                    new Reason.NotListed(
                        DOMAIN, SpfResult.SOFTFAIL, null, LocalDate.of(2026, 11, 19), true),
                    new Reason.PassedUntil(LocalDate.of(2026, 11, 19))))));
    Past past = new Past(28, 71_002, 284, 0.011, 0);
    DomainRules.failing(
            new Day(DOMAIN, "known:mailgun", "Mailgun", day(22), 2_600, 1_900, 9_000, past))
        .ifPresent(all::add);
    DomainRules.wave(
            new Day(LONG, "", LONG, day(22), 9_120, 8_990, 12_000, new Past(28, 300, 0, 31, 9_000)))
        .ifPresent(all::add);
    DomainRules.of(
            new NewSender(
                DOMAIN, "host:odd", "<Odd & Sons>", Standing.UNRECOGNIZED, 412, 69_340, hours(20)))
        .ifPresent(all::add);
    all.add(DomainRules.of(new Lookups(DOMAIN, 9)));
    all.add(
        DomainRules.of(
            new Changed(
                DOMAIN,
                DOMAIN,
                "SPF",
                List.of("v=spf1 include:servers.mcsv.example include:spf.mailgun.example ~all"),
                List.of("v=spf1 include:_spf." + "very".repeat(12) + "longname.example ~all"),
                hours(3))));
    ofRunning(all);
    return all.stream().map(RealAlerts::alert).sorted(Comparator.comparing(Alert::kind)).toList();
  }

  private static void ofRunning(List<Found> all) {
    all.add(
        RunningRules.of(
            new Certificate(DOMAIN, "mx1." + DOMAIN, NOW.plus(Duration.ofDays(3))), NOW));
    all.add(RunningRules.of(new EndingToken(1, "grafana", NOW.plus(Duration.ofDays(2)))));
    all.add(
        RunningRules.of(
            new Unread("reports", NOW.minus(Duration.ofDays(3)), "The password is wrong."), NOW));
    all.add(
        RunningRules.of(
            new Empty("mailbox:rua", NOW.minus(Duration.ofDays(4)), Duration.ofHours(19)), NOW));
    RunningRules.of(new Refused(14, 50, 2, "The archive has more than 100 entries."))
        .ifPresent(all::add);
    all.add(RunningRules.of(new Silent("Polarmail", LocalDate.of(2026, 11, 12), 27)));
    all.add(RunningRules.of(new Silent("", LocalDate.of(2026, 11, 12), 27)));
    Optional<Found> disk =
        RunningRules.disk("plumbline-0", "/var/lib/plumbline", 3L << 30, 80L << 30);
    disk.ifPresent(all::add);
  }

  private static Reason broken() {
    return new Reason.SpfBroken("The term \"inclde:spf.mailgun.example\" is none that SPF knows.");
  }

  private static Instant hours(int ago) {
    return NOW.minus(Duration.ofHours(ago));
  }

  private static LocalDate day(int ofMonth) {
    return LocalDate.of(2026, 11, ofMonth);
  }

  private static DomainSummary summary(
      String domain, long losing, @Nullable LocalDate silentSince, List<Reason> findings) {
    return new DomainSummary(
        1,
        domain,
        NOW,
        1,
        TODAY.minusDays(29),
        TODAY,
        silentSince == null ? TODAY.minusDays(1) : silentSince,
        silentSince,
        1,
        0,
        0,
        69_340,
        64_000,
        60_000,
        2_000,
        losing,
        "reject",
        Map.of(),
        findings,
        NextStep.of(NextStep.Kind.NOTHING),
        null,
        NOW);
  }

  private static Alert alert(Found one) {
    return new Alert(
        1,
        one.kind(),
        one.domain(),
        one.subject(),
        one.name(),
        one.says(),
        one.why(),
        one.href(),
        NOW,
        1,
        one.kind() == AlertKind.DISK ? NOW : null,
        null,
        null);
  }
}
