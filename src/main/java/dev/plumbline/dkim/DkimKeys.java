package dev.plumbline.dkim;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import java.util.ArrayList;
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
   */
  public record Published(String name, KeyState state, @Nullable DkimKey key, String reason) {}

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
    List<DkimKey> keys = new ArrayList<>();
    for (String text : texts) {
      DkimKey key = DkimKey.parse(text);
      if (texts.size() == 1 || key.revoked() || key.bits() > 0) {
        keys.add(key);
      }
    }
    // RFC 6376 section 3.6.2.2: with several records the result is undefined.
    if (keys.size() != 1) {
      return new Published(
          name,
          KeyState.INVALID,
          null,
          name + " holds " + texts.size() + " TXT records; exactly one may be there.");
    }
    DkimKey key = keys.get(0);
    return new Published(name, key.state(), key, reason(key));
  }

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
