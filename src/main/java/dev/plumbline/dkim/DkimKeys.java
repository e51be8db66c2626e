package dev.plumbline.dkim;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the key a selector stands for (RFC 6376 section 3.6.2). */
public final class DkimKeys {

  private DkimKeys() {}

  /**
   * What is published for one selector.
   *
   * @param name where it was looked for, {@code selector._domainkey.domain}
   * @param state what a receiver can do with it
   * @param key the key record; null if none was found or DNS failed
   * @param reason one sentence that says why the state is what it is
   * @param keys how many key records there are; of several, {@code key} is the best
   */
  public record Published(
      String name, KeyState state, @Nullable DkimKey key, String reason, int keys) {

    /** What is published where there is one key, or none. */
    public Published(String name, KeyState state, @Nullable DkimKey key, String reason) {
      this(name, state, key, reason, key == null ? 0 : 1);
    }
  }

  /** Asks DNS for the key; trouble is {@link KeyState#UNKNOWN}, never an exception. */
  public static Published lookup(Dns dns, DomainName signingDomain, String selector) {
    String text = selector + "._domainkey." + signingDomain;
    Optional<DomainName> name = DomainName.parse(text);
    if (name.isEmpty()) {
      return new Published(text, KeyState.INVALID, null, text + " is not a domain name.");
    }
    DnsAnswer<String> answer = dns.txt(name.get());
    if (answer instanceof DnsAnswer.Failed<String> failed) {
      return new Published(
          text, KeyState.UNKNOWN, null, "DNS failed for " + text + ": " + failed.reason());
    }
    if (answer.values().isEmpty()) {
      return new Published(text, KeyState.MISSING, null, "No key is published at " + text + ".");
    }
    return judged(text, answer.values());
  }

  private static Published judged(String name, List<String> texts) {
    List<DkimKey> keys = texts.stream().filter(DkimKey::isMeant).map(DkimKey::parse).toList();
    if (keys.isEmpty()) {
      return new Published(
          name,
          KeyState.MISSING,
          null,
          "No key is published at " + name + "; the TXT record there is none of DKIM.");
    }
    // RFC 6376 sections 3.6.2.2 and 6.1.2: with several keys the result is undefined, and a
    // verifier may try one after another. What some of them take is not lost.
    DkimKey key =
        keys.stream().min(Comparator.comparing(one -> PREFERENCE.indexOf(one.state()))).get();
    if (keys.size() == 1) {
      return new Published(name, key.state(), key, reason(key));
    }
    return new Published(
        name,
        key.state(),
        key,
        keys.size()
            + " key records stand at "
            + name
            + ", where one may be; which of them a receiver takes is left open (RFC 6376 section"
            + " 3.6.2.2). The best of them: "
            + reason(key),
        keys.size());
  }

  private static final List<KeyState> PREFERENCE =
      List.of(
          KeyState.VALID,
          KeyState.TEST_MODE,
          KeyState.REVOKED,
          KeyState.INVALID,
          KeyState.MISSING,
          KeyState.UNKNOWN);

  private static String reason(DkimKey key) {
    return switch (key.state()) {
      case VALID -> "A valid " + key.algorithm() + " key of " + key.bits() + " bits is published.";
      case TEST_MODE ->
          "The key is valid, but in test mode (t=y): receivers may treat the mail as unsigned.";
      case REVOKED -> "The key was revoked: its tag p is empty.";
      default -> String.join(" ", key.problems());
    };
  }
}
