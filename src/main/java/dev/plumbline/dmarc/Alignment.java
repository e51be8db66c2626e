package dev.plumbline.dmarc;

import dev.plumbline.dns.DomainName;

/** Whether two domains belong together (RFC 9989 section 4.10.2). */
public final class Alignment {

  private Alignment() {}

  /** How closely they must agree. */
  public enum Mode {
    RELAXED("r"),
    STRICT("s");

    private final String wire;

    Mode(String wire) {
      this.wire = wire;
    }

    /** The letter used in records and reports. */
    public String wire() {
      return wire;
    }

    /** The mode of a letter; relaxed, the default, for any other text. */
    public static Mode ofWire(String wire) {
      return wire.equals(STRICT.wire) ? STRICT : RELAXED;
    }
  }

  /**
   * Compares the author domain with the domain SPF or DKIM vouched for.
   *
   * <p>Relaxed: the other domain lies within the author's organizational domain. A record with
   * {@code psd=n} below it could cut the other domain off; a caller who must know asks {@link
   * PolicyDiscovery} for the organizational domain of both.
   *
   * @param organizationalDomain that of the author domain
   */
  public static boolean aligned(
      DomainName author, DomainName other, Mode mode, DomainName organizationalDomain) {
    return author.equals(other)
        || (mode == Mode.RELAXED
            && author.isWithin(organizationalDomain)
            && other.isWithin(organizationalDomain));
  }
}
