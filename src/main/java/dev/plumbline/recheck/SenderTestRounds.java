package dev.plumbline.recheck;

import dev.plumbline.dkim.Selector;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.standing.Proof;
import dev.plumbline.store.judgement.SenderTests;
import dev.plumbline.store.judgement.SenderTests.Pending;
import dev.plumbline.store.judgement.SenderTests.Verdict;
import dev.plumbline.verify.Verification;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Keeps what a test mail shows of the sender that it was to be sent through. */
@ApplicationScoped
class SenderTestRounds {

  private final SenderTests tests;

  SenderTestRounds(SenderTests tests) {
    this.tests = tests;
  }

  /**
   * Keeps it, if the address was made for a sender.
   *
   * @param found what a receiver finds of the mail; null if it could not be verified
   */
  void settle(String token, Instant cameAt, @Nullable Verification found) {
    tests
        .pending(token)
        .ifPresent(
            test -> {
              Told told =
                  found == null
                      ? Told.of(Verdict.UNKNOWN, "The mail could not be verified.")
                      : told(test, found, cameAt);
              tests.tell(test, token, cameAt, told.verdict(), told.text(), told.proof());
            });
  }

  private record Told(Verdict verdict, String text, @Nullable Proof proof) {

    /** What proves nothing. */
    static Told of(Verdict verdict, String text) {
      return new Told(verdict, text, null);
    }
  }

  private Told told(Pending test, Verification found, Instant cameAt) {
    DomainName author = found.author();
    boolean ours =
        author != null && DomainName.parse(test.domain()).map(author::isWithin).orElse(false);
    if (!ours) {
      return Told.of(
          Verdict.UNKNOWN,
          author == null
              ? "The mail does not name exactly one author domain."
              : "The mail is of %s, so it shows nothing about %s."
                  .formatted(author, DomainName.forPeople(test.domain())));
    }
    String reason = found.dmarc().reason();
    if (!found.passes()) {
      boolean failed = found.dmarc().result() == Verification.Dmarc.Result.FAIL;
      return Told.of(
          failed ? Verdict.FAIL : Verdict.UNKNOWN,
          failed ? "It does not pass DMARC. " + reason : reason);
    }
    return through(test, found, cameAt);
  }

  private Told through(Pending test, Verification found, Instant cameAt) {
    InetAddress ip = found.connection().ip();
    String reason = found.dmarc().reason();
    if (ip == null) {
      return Told.of(
          Verdict.PASS,
          "It passes DMARC. %s Which address it came from is not known.".formatted(reason));
    }
    String address = IpAddresses.toText(ip);
    return tests.isBehind(test, ip)
        ? new Told(
            Verdict.PASS,
            "It passes DMARC, from %s, an address of this sender. %s".formatted(address, reason),
            new Proof(cameAt, ip, key(found)))
        : Told.of(
            Verdict.UNKNOWN,
            "It passes DMARC, but came from %s, which no report tells as an address of this sender. %s"
                .formatted(address, reason));
  }

  /** Of the first aligned signature that passes; null if there is none. */
  private static @Nullable Selector key(Verification found) {
    return found.signatures().stream()
        .filter(one -> Boolean.TRUE.equals(one.aligned()) && one.check().passes())
        .flatMap(one -> Selector.parse(one.check().domain(), one.check().selector()).stream())
        .findFirst()
        .orElse(null);
  }
}
