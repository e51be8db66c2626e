package dev.plumbline.dmarc;

import static dev.plumbline.dns.lint.Severity.ERROR;
import static dev.plumbline.dns.lint.Severity.HINT;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.MailExchange;
import dev.plumbline.dns.lint.Finding;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Whether reports can arrive where a record sends them. */
final class DeliveryRules {

  private DeliveryRules() {}

  /**
   * What is wrong with them.
   *
   * @param name of the record
   */
  static List<Finding> check(Dns view, String name, DomainName domain, DmarcRecord record) {
    List<Finding> findings = new ArrayList<>();
    Set<DomainName> hosts = new LinkedHashSet<>();
    Set<String> told = new LinkedHashSet<>();
    for (ReportDestinations.Destination one : new ReportDestinations(view).check(domain, record)) {
      DomainName host = one.uri().host();
      String asked = one.asked();
      if (host != null && asked != null && told.add(asked)) {
        authorization(one, host, asked, domain).ifPresent(findings::add);
      }
      if (host != null && one.uri().isMail()) {
        hosts.add(host);
      }
    }
    hosts.forEach(host -> noMail(view, name, host).ifPresent(findings::add));
    return findings;
  }

  private static Optional<Finding> authorization(
      ReportDestinations.Destination one, DomainName host, String asked, DomainName domain) {
    return switch (one.state()) {
      case NOT_AUTHORIZED ->
          Optional.of(
              Finding.at(
                  asked,
                  ERROR,
                  DmarcRule.NOT_AUTHORIZED,
                  host
                      + " does not say that it wants reports about "
                      + domain
                      + ", so none are sent there; it has to publish v=DMARC1 at "
                      + asked
                      + ".",
                  "v=DMARC1"));
      case UNKNOWN ->
          Optional.of(
              Finding.at(
                  asked,
                  HINT,
                  DmarcRule.DNS_TROUBLE,
                  "DNS failed for " + asked + ", so whether " + host + " agrees is not known.",
                  null));
      case AUTHORIZED ->
          one.override().stream()
              .filter(uri -> !Objects.equals(host, uri.host()))
              .findFirst()
              .map(
                  uri ->
                      Finding.at(
                          asked,
                          ERROR,
                          DmarcRule.NOT_AUTHORIZED,
                          asked
                              + " sends reports on to "
                              + uri.text()
                              + ", at another host, so reporters send none at all.",
                          null));
      default -> Optional.empty();
    };
  }

  private static Optional<Finding> noMail(Dns view, String name, DomainName host) {
    DnsAnswer<MailExchange> mx = view.mx(host);
    String why;
    if (mx.values().stream().anyMatch(one -> one.exchange().equals(DomainName.ROOT))) {
      why = "says by its null MX that it takes no mail";
    } else if (mx instanceof DnsAnswer.NoSuchDomain) {
      why = "does not exist";
    } else if (mx instanceof DnsAnswer.NoData
        && isNothing(view.a(host))
        && isNothing(view.aaaa(host))) {
      why = "has no mail host";
    } else {
      return Optional.empty();
    }
    return Optional.of(
        Finding.at(
            name,
            ERROR,
            DmarcRule.NO_MAIL,
            "Reports for " + host + " are lost, since it " + why + ".",
            null));
  }

  private static boolean isNothing(DnsAnswer<?> answer) {
    return answer instanceof DnsAnswer.NoData || answer instanceof DnsAnswer.NoSuchDomain;
  }
}
