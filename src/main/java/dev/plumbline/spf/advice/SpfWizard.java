package dev.plumbline.spf.advice;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.dns.IpRange;
import dev.plumbline.dns.MailExchange;
import dev.plumbline.dns.RememberedDns;
import dev.plumbline.dns.lint.Finding;
import dev.plumbline.spf.Qualifier;
import dev.plumbline.spf.SpfEvaluator;
import dev.plumbline.spf.SpfQuery;
import dev.plumbline.spf.SpfResult;
import dev.plumbline.spf.SpfVerdict;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns answers to plain questions into SPF records, and tests them before anyone publishes them.
 */
public final class SpfWizard {

  /** What the tests take for a stranger: an address no host on the Internet has (RFC 2544). */
  private static final InetAddress STRANGER = IpAddresses.parse("198.18.0.1").orElseThrow();

  /** Mistakes that answers lead to by themselves, and that have one remedy. */
  private static final Set<SpfRule> MENDED =
      EnumSet.of(
          SpfRule.COVERED,
          SpfRule.REPEATED,
          SpfRule.ADDRESS_FAMILY,
          SpfRule.HOST_BITS,
          SpfRule.MX_OF_HOST);

  private static final int MAX_ROUNDS = 30;

  private SpfWizard() {}

  /** What there is to ask, in this order. */
  public enum Question {
    SENDS("Does any mail carry an address at %s as its sender (yes or no)?"),
    SAME_AS(
        "Is all of its mail sent by the same hosts as that of another domain of yours? Name the"
            + " domain, or leave it empty."),
    MX_SENDS("Do the hosts that receive mail for %s also send its mail (yes or no)?"),
    HOSTS(
        "Which other hosts of your own send? Names, addresses or ranges, with spaces between"
            + " them."),
    SERVICES(
        "Which services send for you? The domains their instructions tell you to include, with"
            + " spaces between them."),
    POLICY(
        "What should receivers do with mail from everyone else: fail (refuse), softfail (suspect)"
            + " or neutral (nothing)?");

    private final String text;

    Question(String text) {
      this.text = text;
    }

    /** The question about a domain. */
    public String text(String domain) {
      return text.replace("%s", domain);
    }

    /** Whether it makes sense after the answers given so far. */
    public boolean isOpen(Answers answers) {
      return switch (this) {
        case SENDS -> true;
        case SAME_AS -> answers.sends();
        case MX_SENDS, HOSTS, SERVICES, POLICY -> answers.sends() && answers.sameAs() == null;
      };
    }
  }

  /**
   * The answers.
   *
   * @param sameAs the domain whose record applies; null if none does
   * @param hosts names, addresses and ranges
   * @param services domains to include
   * @param policy for everyone else; not PASS
   */
  public record Answers(
      String domain,
      boolean sends,
      @Nullable String sameAs,
      boolean mxSends,
      List<String> hosts,
      List<String> services,
      Qualifier policy) {

    /** Refuses what is no name and no address, with one sentence. */
    public Answers {
      hosts = List.copyOf(hosts);
      services = List.copyOf(services);
      domain = name(domain);
      sameAs = sameAs == null ? null : name(sameAs);
      hosts.forEach(SpfWizard::hostTerm);
      services.forEach(SpfWizard::serviceName);
      if (policy == Qualifier.PASS) {
        throw new IllegalArgumentException("A record that lets everyone pass protects nobody.");
      }
    }

    /** A domain that sends, with nothing else answered yet. */
    public static Answers sending(String domain) {
      return new Answers(domain, true, null, false, List.of(), List.of(), Qualifier.SOFTFAIL);
    }

    /** A domain that sends nothing. */
    public static Answers silent(String domain) {
      return new Answers(domain, false, null, false, List.of(), List.of(), Qualifier.FAIL);
    }
  }

  /**
   * One evaluation of the records proposed.
   *
   * @param who the host, or words for it
   * @param domain whose record was evaluated
   * @param term what decided; null if nothing did
   */
  public record Test(
      String who,
      String domain,
      InetAddress ip,
      SpfResult expected,
      SpfResult result,
      @Nullable String term) {

    /** Whether the record does what was meant. */
    public boolean passed() {
      return expected == result;
    }
  }

  /**
   * Records to publish.
   *
   * @param records texts by name, the domain's own first, then those of its mail servers
   * @param lint what is left to say about the domain's own
   */
  public record Proposal(
      String domain, Map<String, String> records, List<Test> tests, SpfLint lint) {

    public Proposal {
      records = Collections.unmodifiableMap(new LinkedHashMap<>(records));
      tests = List.copyOf(tests);
    }

    /** Whether every test came out as meant and the linter has no error and no warning. */
    public boolean isSound() {
      return tests.stream().allMatch(Test::passed) && lint.lint().isClean();
    }
  }

  /**
   * Makes the records for these answers and tests them. Asks DNS about the hosts and services
   * named.
   */
  public static Proposal propose(Dns dns, Answers answers) {
    String domain = answers.domain();
    String record = mended(dns, domain, record(answers));
    SpfLint lint = new SpfLinter(dns).lint(domain, record, SpfLinter.Known.NOTHING);
    Map<String, String> records = new LinkedHashMap<>();
    records.put(domain, record);
    for (Finding finding : lint.lint().findings()) {
      boolean helo = finding.rule() == SpfRule.HELO_RECORD && finding.mended() != null;
      if (helo && answers.sends()) {
        records.put(finding.name(), String.valueOf(finding.mended()));
      }
    }
    return new Proposal(domain, records, tests(dns, answers, records), lint);
  }

  private static String record(Answers answers) {
    if (!answers.sends()) {
      return SpfVersion.TEXT + " -all";
    }
    if (answers.sameAs() != null) {
      return SpfVersion.TEXT + " redirect=" + answers.sameAs();
    }
    List<String> terms = new ArrayList<>(List.of(SpfVersion.TEXT));
    if (answers.mxSends()) {
      terms.add("mx");
    }
    for (String host : answers.hosts()) {
      String term = hostTerm(host);
      terms.add(term.equals("a:" + answers.domain()) ? "a" : term);
    }
    answers.services().forEach(service -> terms.add("include:" + serviceName(service)));
    terms.add(answers.policy().sign() + "all");
    return String.join(" ", terms);
  }

  /** Drops what others list already, and adds the other address of a host. */
  private static String mended(Dns dns, String domain, String record) {
    SpfLinter linter = new SpfLinter(new RememberedDns(dns));
    String text = record;
    for (int i = 0; i < MAX_ROUNDS; i++) {
      Optional<String> better =
          linter.lint(domain, text, SpfLinter.Known.NOTHING).lint().findings().stream()
              .filter(finding -> finding.path().size() == 1 && MENDED.contains(finding.rule()))
              .flatMap(finding -> Optional.ofNullable(finding.mended()).stream())
              .findFirst();
      if (better.isEmpty()) {
        return text;
      }
      text = better.get();
    }
    return text;
  }

  private static List<Test> tests(Dns dns, Answers answers, Map<String, String> records) {
    Map<String, List<String>> changed = new LinkedHashMap<>();
    records.forEach((name, text) -> changed.put(name, List.of(text)));
    Dns remembered = new RememberedDns(dns);
    SpfEvaluator evaluator = new SpfEvaluator(SpfVersion.proposed(remembered, changed));
    List<Test> tests = new ArrayList<>();
    String domain = answers.domain();
    if (answers.sends() && answers.sameAs() == null) {
      for (Host host : hosts(remembered, answers)) {
        tests.add(test(evaluator, host, domain, SpfResult.PASS));
      }
    }
    for (String name : records.keySet()) {
      if (!name.equals(domain)) {
        for (InetAddress ip : addresses(remembered, DomainName.of(name))) {
          tests.add(test(evaluator, new Host(name, ip), name, SpfResult.PASS));
        }
      }
    }
    if (answers.sameAs() == null) {
      SpfResult expected = answers.sends() ? answers.policy().result() : SpfResult.FAIL;
      tests.add(test(evaluator, new Host("anyone else", STRANGER), domain, expected));
    }
    return tests;
  }

  private record Host(String name, InetAddress ip) {}

  private static Test test(SpfEvaluator evaluator, Host host, String domain, SpfResult expected) {
    SpfVerdict verdict = evaluator.evaluate(SpfQuery.of(host.ip(), domain, null));
    return new Test(
        host.name(), domain, host.ip(), expected, verdict.result(), verdict.matchedTerm());
  }

  private static List<Host> hosts(Dns dns, Answers answers) {
    List<Host> hosts = new ArrayList<>();
    if (answers.mxSends()) {
      DnsAnswer<MailExchange> exchanges = dns.mx(DomainName.of(answers.domain()));
      for (MailExchange exchange : exchanges.values()) {
        addresses(dns, exchange.exchange())
            .forEach(ip -> hosts.add(new Host(exchange.exchange().toString(), ip)));
      }
    }
    for (String host : answers.hosts()) {
      Optional<IpRange> range = IpRange.parse(host);
      if (range.isPresent()) {
        hosts.add(new Host(host, range.get().network()));
      } else {
        addresses(dns, DomainName.of(host)).forEach(ip -> hosts.add(new Host(host, ip)));
      }
    }
    return hosts;
  }

  private static List<InetAddress> addresses(Dns dns, DomainName name) {
    List<InetAddress> all = new ArrayList<>(dns.a(name).values());
    all.addAll(dns.aaaa(name).values());
    return all;
  }

  private static String name(String text) {
    return DomainName.parseWritten(text.strip())
        .filter(name -> name.labels().size() > 1 && name.isHostName())
        .map(DomainName::toString)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "\"" + text + "\" is not a domain name such as example.org."));
  }

  private static String hostTerm(String host) {
    Optional<IpRange> range = IpRange.parse(host.strip());
    if (range.isPresent()) {
      return (range.get().network().getAddress().length == 4 ? "ip4:" : "ip6:") + range.get();
    }
    return DomainName.parseWritten(host.strip())
        .filter(name -> name.labels().size() > 1 && name.isHostName())
        .filter(name -> !name.toString().matches("[0-9.]+"))
        .map(name -> "a:" + name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "\"" + host + "\" is neither the name of a host nor an address or range."));
  }

  /** A domain, with or without {@code include:} before it. */
  private static String serviceName(String service) {
    String text = service.strip();
    return name(text.regionMatches(true, 0, "include:", 0, 8) ? text.substring(8) : text);
  }
}
