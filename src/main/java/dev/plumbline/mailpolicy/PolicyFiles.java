package dev.plumbline.mailpolicy;

import dev.plumbline.dns.DomainName;
import org.jspecify.annotations.Nullable;

/** Where the policy files of MTA-STS come from (RFC 8461 section 3.3). */
public interface PolicyFiles {

  /** Octets of the longest file that is read, as RFC 8461 section 3.2 suggests. */
  int MAX_OCTETS = 64 * 1024;

  /** Asks for the file of a domain; blocking, bounded in time and size, and never throws. */
  Answer fetch(DomainName domain);

  /** What came of it. */
  sealed interface Answer {}

  /**
   * A file.
   *
   * @param address where it was
   * @param body its text
   * @param contentType as the server said; null if it did not
   */
  record File(String address, String body, @Nullable String contentType) implements Answer {}

  /**
   * No file.
   *
   * @param address where it should be
   * @param reason one sentence for people
   */
  record Unavailable(String address, String reason) implements Answer {}

  /** Nobody asked, for want of a network. */
  record NotAsked() implements Answer {}

  /** The address of a policy file. */
  static String addressOf(DomainName domain) {
    return "https://mta-sts." + domain + "/.well-known/mta-sts.txt";
  }

  /** Never asks. */
  static PolicyFiles offline() {
    return domain -> new NotAsked();
  }
}
