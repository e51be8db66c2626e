package dev.plumbline.standing;

import dev.plumbline.dkim.KeyState;
import dev.plumbline.dkim.Selector;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.spf.SpfResult;
import dev.plumbline.standing.SourceFacts.Day;
import dev.plumbline.standing.SourceFacts.Flow;
import dev.plumbline.standing.SourceFacts.KeyNow;
import dev.plumbline.standing.SourceFacts.Now;
import dev.plumbline.standing.SourceFacts.ReportedDkim;
import dev.plumbline.standing.SourceFacts.ReportedOverride;
import dev.plumbline.standing.SourceFacts.ReportedSpf;
import dev.plumbline.standing.SourceFacts.ReverseName;
import dev.plumbline.standing.SourceFacts.SpfNow;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Builds the facts of one source of {@code gull.example}, 192.0.2.7, in November 2026. */
final class Facts {

  static final String DOMAIN = "gull.example";
  static final Instant CHECKED = Instant.parse("2026-11-20T06:00:00Z");
  static final Instant CHANGED = Instant.parse("2026-11-12T06:00:00Z");

  private final long messages;
  private long pass;
  private long dkimPass;
  private long spfPass;
  private long refused;
  private boolean passedEarlier;
  private boolean listedEarlier;
  private boolean checked = true;
  private ReverseName reverse;
  private String brokenSpf;
  private String meant;
  private String problem = "It needs 11 lookups.";
  private Reason parked;
  private Set<Selector> homeSelectors = Set.of();
  private Set<Selector> verifiedSelectors = Set.of();
  private Set<String> forwardingKin = Set.of();
  private boolean passesOn;
  private Service service;
  private Decision decision;
  private Proof proof;
  private final List<ReportedSpf> spf = new ArrayList<>();
  private final List<ReportedDkim> dkim = new ArrayList<>();
  private final List<ReportedOverride> overrides = new ArrayList<>();
  private final List<Day> days = new ArrayList<>();
  private final List<Flow> flows = new ArrayList<>();
  private final List<SpfNow> now = new ArrayList<>();
  private final List<KeyNow> keys = new ArrayList<>();

  private Facts(long messages) {
    this.messages = messages;
  }

  static Facts of(long messages) {
    return new Facts(messages);
  }

  /** Messages that used an envelope domain, and how SPF came out. */
  Facts envelope(String identity, String result, boolean aligned, long count) {
    spf.add(new ReportedSpf(identity, "mfrom", result, aligned, count));
    if (aligned && result.equals("pass")) {
      spfPass += count;
      pass = Math.max(pass, count);
    }
    return this;
  }

  Facts signed(String domain, String selector, String result, boolean aligned, long count) {
    dkim.add(new ReportedDkim(domain, selector, result, aligned, count));
    if (aligned && result.equals("pass")) {
      dkimPass += count;
      pass = Math.max(pass, count);
    }
    return this;
  }

  Facts overridden(String types, long count) {
    overrides.add(new ReportedOverride(types, count));
    return this;
  }

  Facts refused(long count) {
    refused = count;
    return this;
  }

  Facts passedOn(LocalDate day, long reporter) {
    return on(day, reporter, 1, 1);
  }

  /** What one reporter saw on a day. */
  Facts on(LocalDate day, long reporter, long passed, long all) {
    days.add(new Day(day, reporter, passed, all));
    return this;
  }

  /**
   * Messages that were sent in one way, ten a day to each of two reporters, from one day of
   * November to another.
   */
  Facts sent(int from, int to, ReportedSpf envelope, ReportedDkim... signatures) {
    return sent(from, to, List.of(1L, 2L), envelope, signatures);
  }

  /** The same as some reporters saw it. */
  Facts sent(
      int from, int to, List<Long> reporters, ReportedSpf envelope, ReportedDkim... signatures) {
    boolean bySpf = envelope.aligned() && envelope.passed();
    boolean byDkim = List.of(signatures).stream().anyMatch(dkim -> dkim.aligned() && dkim.passed());
    List<Day> when = new ArrayList<>();
    for (int day = from; day <= to; day++) {
      for (long reporter : reporters) {
        when.add(new Day(LocalDate.of(2026, 11, day), reporter, bySpf || byDkim ? 10 : 0, 10));
      }
    }
    flows.add(
        new Flow("p" + flows.size(), byDkim, bySpf, List.of(envelope), List.of(signatures), when));
    return this;
  }

  /** An envelope domain of some messages. */
  static ReportedSpf envelope(String identity, String result, boolean aligned) {
    return new ReportedSpf(identity, "mfrom", result, aligned, 0);
  }

  /** A signature of some messages. */
  static ReportedDkim signature(String domain, String selector, String result, boolean aligned) {
    return new ReportedDkim(domain, selector, result, aligned, 0);
  }

  /** Somebody decided whose it is. */
  Facts decided(Decision.Verdict verdict) {
    decision = new Decision(verdict, null, null, null, null, "ana", CHANGED);
    return this;
  }

  Facts passedEarlier() {
    passedEarlier = true;
    return this;
  }

  Facts listedEarlier() {
    listedEarlier = true;
    return this;
  }

  Facts neverChecked() {
    checked = false;
    return this;
  }

  Facts now(String identity, SpfResult result, boolean aligned) {
    return now(identity, result, aligned, CHECKED, null, null);
  }

  Facts now(
      String identity,
      SpfResult result,
      boolean aligned,
      Instant since,
      SpfResult earlier,
      Instant unknownSince) {
    now.add(
        new SpfNow(
            identity,
            result,
            result == SpfResult.PASS ? "ip4:192.0.2.7" : "-all",
            List.of(identity),
            1,
            0,
            result == SpfResult.PERMERROR ? problem : null,
            aligned,
            CHECKED,
            since,
            earlier,
            unknownSince,
            result == SpfResult.PERMERROR ? meant : null));
    return this;
  }

  Facts key(String domain, String selector, KeyState state) {
    return key(domain, selector, state, null);
  }

  Facts key(String domain, String selector, KeyState state, KeyState earlier) {
    keys.add(
        new KeyNow(domain, selector, state, "The key is " + state + ".", CHANGED, earlier, null));
    return this;
  }

  Facts failedOn(LocalDate day, long reporter) {
    return on(day, reporter, 0, 1);
  }

  Facts host(String name, boolean confirmed) {
    reverse = new ReverseName(name, confirmed);
    return this;
  }

  /** Why the record is an error; to be said before the verdict. */
  Facts because(String sentence) {
    problem = sentence;
    return this;
  }

  Facts brokenRecord() {
    brokenSpf = "It needs 11 lookups.";
    return this;
  }

  /** The broken record names the address by this term; to be said before the verdict. */
  Facts meant(String term) {
    meant = term;
    return this;
  }

  Facts parked() {
    parked = new Reason.Parked(DOMAIN);
    return this;
  }

  /** Its own servers sign with this selector. */
  Facts homeSelector(String name) {
    homeSelectors = Set.of(new Selector(DomainName.of(DOMAIN), name));
    return this;
  }

  /** Some source verified with this selector. */
  Facts verifiedSelector(String name) {
    verifiedSelectors = Set.of(new Selector(DomainName.of(DOMAIN), name));
    return this;
  }

  /** Receivers call others forwarders that have this in common with it. */
  Facts forwardingKin(String kin) {
    forwardingKin = Set.of(kin);
    return this;
  }

  /** It was found to pass on what others sign. */
  Facts passesOn() {
    passesOn = true;
    return this;
  }

  /** A test mail passed that was sent through its sender. */
  Facts tested(Proof by) {
    proof = by;
    return this;
  }

  /** A service of the catalogue; a guide to it if it is one that domains hire. */
  Facts service(Service.Role role) {
    service = new Service("Postlark", "marketing service", role, guide());
    return this;
  }

  Service service() {
    return service;
  }

  private static Service.Guide guide() {
    return new Service.Guide(
        "Settings, Domains",
        "https://postlark.example/domains",
        List.of("p1._domainkey.gull.example CNAME p1.postlark.example"),
        true,
        "spf.postlark.example",
        true);
  }

  SourceFacts source() {
    SourceFacts plain = plain();
    return flows.isEmpty() ? plain : plain.only(flows);
  }

  private SourceFacts plain() {
    return new SourceFacts(
        IpAddresses.parse("192.0.2.7").orElseThrow(),
        messages,
        pass,
        dkimPass,
        spfPass,
        refused,
        3,
        LocalDate.of(2026, 11, 1),
        LocalDate.of(2026, 11, 20),
        spf,
        dkim,
        overrides,
        days,
        flows,
        passedEarlier,
        new Now(checked ? CHECKED : null, now, keys, reverse, listedEarlier, null));
  }

  Judgement judged() {
    return SourceJudge.judge(source(), domain(), decision, service, proof);
  }

  DomainFacts domain() {
    return new DomainFacts(
        DomainName.of(DOMAIN),
        DomainName.of(DOMAIN),
        brokenSpf,
        parked,
        homeSelectors,
        verifiedSelectors,
        forwardingKin,
        passesOn ? Set.of(source().ip()) : Set.of());
  }

  Standing standing() {
    return judged().standing();
  }
}
