package dev.plumbline.recheck;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.spf.SpfTable;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Notes the answers that a compilation asks for. The same answers give the same table and so the
 * same verdicts. For one thread.
 */
final class Basis implements Dns {

  /** Goes up when verdicts on the same answers may come out otherwise, or are kept otherwise. */
  private static final String VERSION = "2";

  private final Dns dns;
  private final Map<String, String> answers = new TreeMap<>();
  private boolean failed;

  private Basis(Dns dns) {
    this.dns = dns;
  }

  /**
   * A compiled record and what stands for all it rests on.
   *
   * @param sha256 of the answers, in hexadecimal; empty if DNS failed for one of them
   */
  record Compiled(SpfTable table, String sha256) {}

  /**
   * Compiles a domain's record.
   *
   * @param salt whatever else verdicts depend on
   */
  static Compiled compile(Dns dns, String domain, String salt) {
    Basis basis = new Basis(dns);
    SpfTable table = SpfTable.compile(basis, domain);
    return new Compiled(table, basis.failed ? "" : basis.sha256(salt));
  }

  private String sha256(String salt) {
    String text = VERSION + '\0' + salt + '\0' + answers;
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  @Override
  public DnsAnswer<String> txt(DomainName name) {
    return noted("TXT", name, dns.txt(name), text -> text);
  }

  @Override
  public DnsAnswer<InetAddress> a(DomainName name) {
    return noted("A", name, dns.a(name), IpAddresses::toText);
  }

  @Override
  public DnsAnswer<InetAddress> aaaa(DomainName name) {
    return noted("AAAA", name, dns.aaaa(name), IpAddresses::toText);
  }

  @Override
  public DnsAnswer<MailExchange> mx(DomainName name) {
    return noted("MX", name, dns.mx(name), MailExchange::toString);
  }

  @Override
  public DnsAnswer<DomainName> ptr(InetAddress address) {
    return noted("PTR", IpAddresses.reverseName(address), dns.ptr(address), DomainName::toString);
  }

  /** Servers turn the order of records around; that changes no verdict. */
  private <T> DnsAnswer<T> noted(
      String type, DomainName name, DnsAnswer<T> answer, Function<T, String> text) {
    failed |= answer instanceof DnsAnswer.Failed;
    answers.put(
        type + ' ' + name,
        answer.getClass().getSimpleName()
            + answer.values().stream().map(text).sorted().collect(Collectors.joining("\0")));
    return answer;
  }
}
