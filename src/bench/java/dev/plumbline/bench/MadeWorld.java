package dev.plumbline.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Made-up domains, who sends mail in their name, and what DNS says of them. The same numbers and
 * seed give the same world.
 *
 * <p>The first domain has a third of all traffic and addresses, the others a long tail. A domain has
 * servers of its own, hires some of twenty services, is forwarded by some of two hundred hosts, and
 * is abused from many addresses that nobody knows.
 */
final class MadeWorld {

  static final int SERVICES = 20;
  private static final int SERVICE_ADDRESSES = 30;
  private static final int FORWARDERS = 200;
  private static final int OWN_SERVERS = 3;
  private static final int IP4_ADDRESSES = 1 << 17;

  private static final String[] LARGE_REPORTERS = {
    "Polarmail", "Outpost Mail", "Gullwing", "Brightbox Mail", "Northern Post", "Sealand"
  };

  private static final int REPORTERS = 46;

  final List<Domain> domains = new ArrayList<>();
  final List<String> reporters = new ArrayList<>();
  private final double[] shares;

  /**
   * A domain.
   *
   * @param services numbers of those it hires; of the last one it forgot the record
   * @param tail the number of the first address that abuses it
   * @param tailLength how many they are
   * @param policy in its record
   */
  record Domain(
      int number,
      String name,
      int ownServers,
      List<Integer> services,
      int tail,
      int tailLength,
      String policy) {}

  /** Who sends a row, and as whom. */
  record Row(
      int address,
      long messages,
      boolean dkimPass,
      boolean spfPass,
      String envelope,
      String spfResult,
      String signer,
      String selector,
      boolean forwarded) {}

  MadeWorld(int count, int addresses, long seed) {
    Random random = new Random(seed);
    shares = new double[count];
    double rest = 0;
    for (int i = 1; i < count; i++) {
      shares[i] = 1.0 / (i + 10);
      rest += shares[i];
    }
    for (int i = 1; i < count; i++) {
      shares[i] *= (count == 1 ? 0 : 2.0 / 3) / rest;
    }
    shares[0] = count == 1 ? 1 : 1.0 / 3;
    int next = SERVICES * SERVICE_ADDRESSES + FORWARDERS;
    int tails = Math.max(count, addresses - next - count * OWN_SERVERS);
    String[] policies = {"none", "none", "quarantine", "reject"};
    for (int i = 0; i < count; i++) {
      int own = next;
      next += OWN_SERVERS;
      int length = Math.max(1, (int) (tails * shares[i]));
      List<Integer> services = new ArrayList<>();
      for (int service = random.nextInt(4); service < SERVICES; service += 3 + random.nextInt(6)) {
        services.add(service);
      }
      domains.add(
          new Domain(
              i,
              "d%04d.example".formatted(i),
              own,
              List.copyOf(services),
              next,
              length,
              policies[random.nextInt(policies.length)]));
      next += length;
    }
    reporters.addAll(List.of(LARGE_REPORTERS));
    while (reporters.size() < REPORTERS) {
      reporters.add("mx%02d.receiver.example".formatted(reporters.size()));
    }
  }

  /** A domain's share of all rows. */
  double share(Domain domain) {
    return shares[domain.number()];
  }

  /** Six reporters write most of the reports. */
  int reporter(Random random) {
    return random.nextInt(10) < 7
        ? random.nextInt(LARGE_REPORTERS.length)
        : random.nextInt(REPORTERS);
  }

  static String address(int number) {
    return number < IP4_ADDRESSES
        ? "198.%d.%d.%d".formatted(18 + (number >> 16), number >> 8 & 0xff, number & 0xff)
        : "2001:db8:%x:%x::1".formatted(number >> 8, number & 0xff);
  }

  private static int serviceAddress(int service, int number) {
    return service * SERVICE_ADDRESSES + number;
  }

  private static String service(int number) {
    return "esp%02d.example".formatted(number);
  }

  Row row(Domain domain, Random random) {
    int kind = random.nextInt(100);
    long messages = 1 + (long) Math.min(5_000, 1 / (1.0002 - random.nextDouble()));
    if (kind < 35) {
      return new Row(
          domain.ownServers() + random.nextInt(OWN_SERVERS),
          messages,
          true,
          true,
          domain.name(),
          "pass",
          domain.name(),
          "s1",
          false);
    }
    if (kind < 65 && !domain.services().isEmpty()) {
      int index = random.nextInt(domain.services().size());
      int service = domain.services().get(index);
      boolean signs = index + 1 < domain.services().size();
      return new Row(
          serviceAddress(service, random.nextInt(SERVICE_ADDRESSES)),
          messages,
          signs,
          false,
          "bounce." + service(service),
          "pass",
          signs ? domain.name() : service(service),
          "k" + service,
          false);
    }
    if (kind < 75) {
      int forwarder = random.nextInt(FORWARDERS);
      boolean intact = random.nextInt(4) > 0;
      return new Row(
          SERVICES * SERVICE_ADDRESSES + forwarder,
          1 + messages / 10,
          intact,
          false,
          random.nextBoolean() ? "fwd%03d.example".formatted(forwarder) : domain.name(),
          "softfail",
          domain.name(),
          "s1",
          random.nextInt(3) == 0);
    }
    double far = random.nextDouble();
    return new Row(
        domain.tail() + (int) (domain.tailLength() * far * far),
        1 + messages / 20,
        false,
        false,
        random.nextInt(3) == 0 ? "junk%d.example".formatted(random.nextInt(50)) : domain.name(),
        "fail",
        "",
        "",
        false);
  }

  /** The zone of the root that holds all of it. */
  void writeZone(Appendable out) throws IOException {
    out.append(". 3600 IN SOA ns.example. admin.example. 1 3600 600 86400 300\n");
    for (int service = 0; service < SERVICES; service++) {
      String name = service(service);
      StringBuilder ranges = new StringBuilder();
      for (int i = 0; i < SERVICE_ADDRESSES; i++) {
        String host = "out%d.%s".formatted(i, name);
        host(out, host, serviceAddress(service, i));
        ranges.append(" ip4:").append(address(serviceAddress(service, i)));
      }
      // Two texts of one record: one text holds 255 octets.
      txt(out, "_spf." + name, "v=spf1" + ranges + " ~all");
      txt(out, "bounce." + name, "v=spf1 include:_spf." + name + " -all");
      txt(out, "k" + service + "._domainkey." + name, key());
    }
    for (int i = 0; i < FORWARDERS; i++) {
      host(out, "mx.fwd%03d.example".formatted(i), SERVICES * SERVICE_ADDRESSES + i);
      txt(out, "fwd%03d.example".formatted(i), "v=spf1 a:mx.fwd%03d.example -all".formatted(i));
    }
    for (Domain domain : domains) {
      StringBuilder spf = new StringBuilder("v=spf1");
      for (int i = 0; i < OWN_SERVERS; i++) {
        host(out, "mail%d.%s".formatted(i, domain.name()), domain.ownServers() + i);
        // Now and then a server was forgotten.
        if (i > 0 || domain.number() % 5 > 0) {
          boolean four = domain.ownServers() + i < IP4_ADDRESSES;
          spf.append(four ? " ip4:" : " ip6:").append(address(domain.ownServers() + i));
        }
      }
      for (int service : domain.services()) {
        txt(out, "k" + service + "._domainkey." + domain.name(), key());
      }
      txt(out, "s1._domainkey." + domain.name(), key());
      txt(out, domain.name(), spf + " ~all");
      txt(
          out,
          "_dmarc." + domain.name(),
          "v=DMARC1; p=" + domain.policy() + "; rua=mailto:dmarc@" + domain.name());
      out.append("%s. 3600 IN MX 10 mail0.%s.%n".formatted(domain.name(), domain.name()));
    }
  }

  private static void host(Appendable out, String name, int address) throws IOException {
    String text = address(address);
    boolean four = address < IP4_ADDRESSES;
    out.append("%s. 3600 IN %s %s%n".formatted(name, four ? "A" : "AAAA", text));
    out.append("%s 3600 IN PTR %s.%n".formatted(reverse(address), name));
  }

  private static String reverse(int number) {
    if (number < IP4_ADDRESSES) {
      return "%d.%d.%d.198.in-addr.arpa."
          .formatted(number & 0xff, number >> 8 & 0xff, 18 + (number >> 16));
    }
    String digits = "20010db8%04x%04x0000000000000001".formatted(number >> 8, number & 0xff);
    StringBuilder name = new StringBuilder();
    for (int i = digits.length() - 1; i >= 0; i--) {
      name.append(digits.charAt(i)).append('.');
    }
    return name + "ip6.arpa.";
  }

  private static void txt(Appendable out, String name, String text) throws IOException {
    out.append(name).append(". 3600 IN TXT");
    for (int start = 0; start < text.length(); start += 250) {
      out.append(" \"")
          .append(text, start, Math.min(text.length(), start + 250))
          .append('"');
    }
    out.append('\n');
  }

  private static String key() {
    return "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
  }
}
