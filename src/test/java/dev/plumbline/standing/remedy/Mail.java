package dev.plumbline.standing.remedy;

import dev.plumbline.dkim.KeyState;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.spf.SpfResult;
import dev.plumbline.standing.SourceFacts;
import dev.plumbline.standing.SourceFacts.KeyNow;
import dev.plumbline.standing.SourceFacts.Now;
import dev.plumbline.standing.SourceFacts.ReportedDkim;
import dev.plumbline.standing.SourceFacts.ReportedSpf;
import dev.plumbline.standing.SourceFacts.ReverseName;
import dev.plumbline.standing.SourceFacts.SpfNow;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** The mail of one address as {@code gull.example}. */
final class Mail {

  private static final String DOMAIN = "gull.example";
  private static final Instant CHECKED = Instant.parse("2026-11-20T06:00:00Z");

  private final String ip;
  private final long messages;
  private long spfPass;
  private boolean listedEarlier;
  private ReverseName reverse;
  private final List<ReportedSpf> spf = new ArrayList<>();
  private final List<ReportedDkim> dkim = new ArrayList<>();
  private final List<SpfNow> now = new ArrayList<>();
  private final List<KeyNow> keys = new ArrayList<>();

  private Mail(String ip, long messages) {
    this.ip = ip;
    this.messages = messages;
  }

  static Mail from(String ip, long messages) {
    return new Mail(ip, messages);
  }

  /** A host of the domain's own that used it as envelope. */
  static Mail fromHost(String ip, long messages) {
    return from(ip, messages).ownHost().envelope(DOMAIN);
  }

  Mail ownHost() {
    reverse = new ReverseName("out." + DOMAIN, true);
    return this;
  }

  /** All of it used this envelope domain, and failed. */
  Mail envelope(String identity) {
    spf.add(new ReportedSpf(identity, "mfrom", "softfail", true, messages));
    return this;
  }

  /** All of it used an envelope domain of its own. */
  Mail ownEnvelope(String identity) {
    spf.add(new ReportedSpf(identity, "mfrom", "pass", false, messages));
    return this;
  }

  /** So many messages passed SPF as the domain. */
  Mail passedSpf(long count) {
    spfPass = count;
    return this;
  }

  Mail listedEarlier() {
    listedEarlier = true;
    return this;
  }

  /** A broken record names the address by this term. */
  Mail meant(String term) {
    now.add(now(DOMAIN, SpfResult.PERMERROR, term));
    return this;
  }

  /** Signed by the domain, verified, with a key that is in this state now. */
  Mail signed(String selector, KeyState state) {
    dkim.add(new ReportedDkim(DOMAIN, selector, "pass", true, messages));
    keys.add(new KeyNow(DOMAIN, selector, state, "The key is " + state + ".", CHECKED, null, null));
    return this;
  }

  private static SpfNow now(String identity, SpfResult result, String meant) {
    return new SpfNow(
        identity,
        result,
        null,
        List.of(identity),
        1,
        0,
        null,
        true,
        CHECKED,
        CHECKED,
        null,
        null,
        meant);
  }

  SourceFacts facts() {
    long signed = dkim.isEmpty() ? 0 : messages;
    return new SourceFacts(
        IpAddresses.parse(ip).orElseThrow(),
        messages,
        Math.max(spfPass, signed),
        signed,
        spfPass,
        0,
        2,
        LocalDate.of(2026, 11, 1),
        LocalDate.of(2026, 11, 20),
        spf,
        dkim,
        List.of(),
        List.of(),
        List.of(),
        false,
        new Now(CHECKED, now, keys, reverse, listedEarlier, null));
  }
}
