package dev.plumbline.spf;

import dev.plumbline.dns.FakeDns;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.dns.IpRange;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Made-up domains with SPF records that include, redirect to and contradict each other, and the
 * addresses where their verdicts may change. Everything follows from the seed.
 */
final class RandomZone {

  /** What may occur in the records. */
  enum Flavour {
    /** Only what can be compiled. */
    FIXED,
    /** Also macros, ptr and exists that depend on the message. */
    ANY
  }

  static final String DOMAIN = "d0.example";

  private static final int DOMAINS = 7;
  private static final int HOSTS = 6;

  private final Random random;
  private final Flavour flavour;
  private final FakeDns dns = new FakeDns();
  private final Map<String, String> records = new LinkedHashMap<>();
  private final Set<InetAddress> addresses = new LinkedHashSet<>();
  private boolean faulty;

  RandomZone(long seed, Flavour flavour) {
    this.random = new Random(seed);
    this.flavour = flavour;
    // One zone in three is in good order, or the verdicts would mostly be errors.
    this.faulty = random.nextInt(3) > 0;
    hosts();
    for (int i = 0; i < DOMAINS; i++) {
      domain(i);
    }
    for (String elsewhere :
        List.of("0.0.0.0", "203.0.113.9", "255.255.255.255", "::1", "ff02::1")) {
      addresses.add(IpAddresses.parse(elsewhere).orElseThrow());
    }
    for (int i = 0; i < 3; i++) {
      around(new IpRange(ip4(), 32));
      around(new IpRange(ip6(), 128));
    }
  }

  FakeDns dns() {
    return dns;
  }

  /** Records by domain, to show when a test fails. */
  Map<String, String> records() {
    return records;
  }

  /** First and last addresses of all ranges that occur, their neighbours, and some others. */
  List<InetAddress> addresses() {
    return new ArrayList<>(addresses);
  }

  private void hosts() {
    for (int i = 0; i < HOSTS; i++) {
      String host = "h" + i + ".example";
      for (int n = random.nextInt(4); n > 0; n--) {
        InetAddress address = ip4();
        dns.a(host, IpAddresses.toText(address));
        around(new IpRange(address, 32));
      }
      for (int n = random.nextInt(3); n > 0; n--) {
        InetAddress address = ip6();
        dns.aaaa(host, IpAddresses.toText(address));
        around(new IpRange(address, 128));
      }
      if (faulty && random.nextInt(12) == 0) {
        dns.fail(host, random.nextBoolean() ? "A" : "AAAA");
      }
    }
  }

  private void domain(int number) {
    String name = "d" + number + ".example";
    if (number > 0 && faulty && random.nextInt(20) == 0) {
      return; // included, perhaps, and not there
    }
    if (faulty && random.nextInt(30) == 0) {
      dns.fail(name, "TXT");
      records.put(name, "(fails)");
      return;
    }
    StringBuilder record = new StringBuilder("v=spf1");
    int terms = 1 + random.nextInt(number == 0 ? 9 : 5);
    for (int i = 0; i < terms; i++) {
      record.append(' ').append(qualifier(number > 0 ? 4 : 3)).append(term(number));
    }
    switch (random.nextInt(5)) {
      case 0 -> record.append(" redirect=").append(otherDomain(number));
      case 1 -> {}
      default -> record.append(' ').append("+-~?".charAt(random.nextInt(4))).append("all");
    }
    if (faulty && random.nextInt(40) == 0) {
      record.append(" ip4:300.1.1.1");
    }
    dns.txt(name, "unrelated", record.toString());
    records.put(name, record.toString());
    if (faulty && random.nextInt(60) == 0) {
      dns.txt(name, "v=spf1 ?all");
    }
    if (random.nextBoolean()) {
      InetAddress address = ip4();
      dns.a(name, IpAddresses.toText(address));
      around(new IpRange(address, 24));
    }
    for (int n = random.nextInt(4); n > 0; n--) {
      dns.mx(name, n, random.nextInt(9) == 0 ? "" : host());
    }
    if (faulty && random.nextInt(40) == 0) {
      for (int n = 0; n < 11; n++) {
        dns.mx(name, n, host());
      }
    }
  }

  private String qualifier(int oneIn) {
    return random.nextInt(oneIn) > 0 ? "" : String.valueOf("+-~?".charAt(random.nextInt(4)));
  }

  private String term(int number) {
    int kinds = flavour == Flavour.FIXED ? 15 : 19;
    return switch (random.nextInt(kinds)) {
      case 0, 1, 2, 3 -> "ip4:" + range(new IpRange(ip4(), ip4Prefix()));
      case 4, 5, 6 -> "ip6:" + range(new IpRange(ip6(), ip6Prefix()));
      case 7 -> "a" + prefixes();
      case 8 -> "a:" + host() + prefixes();
      case 9 -> "mx" + prefixes();
      case 10 -> "mx:" + otherDomain(number) + prefixes();
      case 11 -> random.nextBoolean() ? "exists:" + host() : "a:%{d}";
      case 12, 13, 14 -> "include:" + otherDomain(number);
      case 15 -> "exists:%{i}.list.example";
      case 16 -> "ptr:example";
      case 17 -> "exists:%{l}.%{h}.example";
      default -> "include:%{d1r}.example";
    };
  }

  /** Mostly one of higher number; loops are rarer in life. */
  private String otherDomain(int number) {
    int span = DOMAINS - 1 - number;
    boolean loop = span <= 0 || (faulty && random.nextInt(10) == 0);
    int other = loop ? random.nextInt(DOMAINS) : number + 1 + random.nextInt(span);
    return "d" + other + ".example";
  }

  private String host() {
    // The last one does not exist.
    return "h" + random.nextInt(faulty ? HOSTS + 1 : HOSTS) + ".example";
  }

  private String prefixes() {
    return (random.nextInt(3) == 0 ? "/" + ip4Prefix() : "")
        + (random.nextInt(3) == 0 ? "//" + ip6Prefix() : "");
  }

  private int ip4Prefix() {
    return random.nextInt(25) == 0 ? random.nextInt(9) : 20 + random.nextInt(13);
  }

  private int ip6Prefix() {
    return random.nextInt(25) == 0 ? random.nextInt(17) : 32 + random.nextInt(97);
  }

  /** From a few networks, so that ranges meet. */
  private InetAddress ip4() {
    String text = "10." + random.nextInt(2) + "." + random.nextInt(4) + "." + random.nextInt(256);
    return IpAddresses.parseIp4(text).orElseThrow();
  }

  private InetAddress ip6() {
    String text =
        "2001:db8:"
            + Integer.toHexString(random.nextInt(2))
            + "::"
            + Integer.toHexString(random.nextInt(3) << 14 | random.nextInt(64));
    if (random.nextInt(40) == 0) {
      text = "::ffff:10.0.0.1";
    }
    return IpAddresses.parseIp6(text).orElseThrow();
  }

  private IpRange range(IpRange range) {
    around(range);
    return range;
  }

  private void around(IpRange range) {
    int octets = range.network().getAddress().length;
    BigInteger first = new BigInteger(1, range.network().getAddress());
    BigInteger size = BigInteger.ONE.shiftLeft(octets * 8 - range.prefix());
    for (BigInteger number :
        List.of(
            first.subtract(BigInteger.ONE),
            first,
            first.add(size).subtract(BigInteger.ONE),
            first.add(size))) {
      if (number.signum() >= 0 && number.bitLength() <= octets * 8) {
        addresses.add(address(number, octets));
      }
    }
  }

  private static InetAddress address(BigInteger number, int octets) {
    byte[] address = new byte[octets];
    for (int i = 0; i < octets; i++) {
      address[octets - 1 - i] = number.shiftRight(8 * i).byteValue();
    }
    try {
      return InetAddress.getByAddress(address);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}
