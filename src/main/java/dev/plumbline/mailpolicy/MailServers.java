package dev.plumbline.mailpolicy;

import dev.plumbline.dns.DomainName;
import java.time.Instant;
import java.util.List;

/**
 * Asks mail servers for their certificate, as a sender does before it hands over mail (RFC 3207;
 * RFC 8461 section 4.2).
 */
public interface MailServers {

  /** Asks a server; blocking, bounded in time and size, and never throws. */
  Answer ask(DomainName host);

  /** What came of it. */
  sealed interface Answer {}

  /**
   * A certificate.
   *
   * @param names that it is for; {@code *.} stands for one label
   * @param from when it becomes valid
   * @param until when it ends
   * @param trusted whether an authority that senders trust vouches for it, its dates aside
   */
  record Certificate(List<String> names, Instant from, Instant until, boolean trusted)
      implements Answer {

    public Certificate {
      names = List.copyOf(names);
    }

    /** Whether it is for a server of this name. */
    public boolean names(DomainName host) {
      return names.stream().anyMatch(name -> StsPolicy.matches(name, host));
    }
  }

  /** The server offers no TLS. */
  record NoStartTls() implements Answer {}

  /**
   * The server gave no answer of use.
   *
   * @param reason part of a sentence, for people
   */
  record Unreached(String reason) implements Answer {}

  /** Nobody asked, since connections are not allowed. */
  record NotAsked() implements Answer {}

  /** Never asks. */
  static MailServers offline() {
    return host -> new NotAsked();
  }
}
