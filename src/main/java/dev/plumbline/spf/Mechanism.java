package dev.plumbline.spf;

import dev.plumbline.dns.IpRange;
import java.net.Inet4Address;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** One of the eight ways a record can name addresses (RFC 7208 section 5). */
public sealed interface Mechanism {

  /** The mechanism in canonical form, without a qualifier. */
  String toText();

  /** The name it asks DNS about; null if it asks nothing, or about the record's own domain. */
  default @Nullable MacroString domain() {
    return null;
  }

  /** Whether it counts towards the ten lookups of RFC 7208 section 4.6.4. */
  default boolean countsAsLookup() {
    return true;
  }

  /** Matches every address (section 5.1). */
  record All() implements Mechanism {
    @Override
    public String toText() {
      return "all";
    }

    @Override
    public boolean countsAsLookup() {
      return false;
    }
  }

  /** Matches what the record of another domain lets pass (section 5.2). */
  record Include(@Override MacroString domain) implements Mechanism {
    @Override
    public String toText() {
      return "include:" + domain;
    }
  }

  /**
   * Matches the addresses of a host (section 5.3).
   *
   * @param domain the host; absent means the domain whose record this is
   */
  record A(@Override @Nullable MacroString domain, Prefixes prefixes) implements Mechanism {
    @Override
    public String toText() {
      return "a" + (domain == null ? "" : ":" + domain) + prefixes.toText();
    }
  }

  /**
   * Matches the addresses of a domain's mail hosts (section 5.4).
   *
   * @param domain the domain; absent means the one whose record this is
   */
  record Mx(@Override @Nullable MacroString domain, Prefixes prefixes) implements Mechanism {
    @Override
    public String toText() {
      return "mx" + (domain == null ? "" : ":" + domain) + prefixes.toText();
    }
  }

  /**
   * Matches addresses whose confirmed reverse name lies within a domain (section 5.5: do not use).
   *
   * @param domain the domain; absent means the one whose record this is
   */
  record Ptr(@Override @Nullable MacroString domain) implements Mechanism {
    @Override
    public String toText() {
      return "ptr" + (domain == null ? "" : ":" + domain);
    }
  }

  /** Matches a range of IPv4 addresses (section 5.6). */
  record Ip4(IpRange range) implements Mechanism {
    @Override
    public String toText() {
      return "ip4:" + range;
    }

    @Override
    public boolean countsAsLookup() {
      return false;
    }
  }

  /** Matches a range of IPv6 addresses (section 5.6). */
  record Ip6(IpRange range) implements Mechanism {
    @Override
    public String toText() {
      return "ip6:" + range;
    }

    @Override
    public boolean countsAsLookup() {
      return false;
    }
  }

  /** Matches if a name has an A record, whatever its address (section 5.7). */
  record Exists(@Override MacroString domain) implements Mechanism {
    @Override
    public String toText() {
      return "exists:" + domain;
    }
  }

  /**
   * How many leading bits of an address must agree.
   *
   * @param ip4 0 to 32
   * @param ip6 0 to 128
   */
  record Prefixes(int ip4, int ip6) {

    /** The whole address. */
    public static final Prefixes WHOLE = new Prefixes(32, 128);

    public Prefixes {
      if (ip4 < 0 || ip4 > 32 || ip6 < 0 || ip6 > 128) {
        throw new IllegalArgumentException("No such prefix lengths: " + ip4 + ", " + ip6);
      }
    }

    /** The addresses that a host's address stands for. */
    AddressRange around(InetAddress address) {
      return AddressRange.of(address, address instanceof Inet4Address ? ip4 : ip6);
    }

    String toText() {
      return (ip4 == 32 ? "" : "/" + ip4) + (ip6 == 128 ? "" : "//" + ip6);
    }
  }
}
