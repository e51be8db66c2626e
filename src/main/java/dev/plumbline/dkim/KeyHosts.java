package dev.plumbline.dkim;

import dev.plumbline.dns.DomainName;
import java.util.Map;
import java.util.Optional;

/** Services whose customers point a selector at a name of theirs, by CNAME. */
final class KeyHosts {

  private static final Map<String, String> SERVICES =
      Map.ofEntries(
          Map.entry("onmicrosoft.com", "Microsoft 365"),
          Map.entry("dkim.mail.microsoft", "Microsoft 365"),
          Map.entry("dkim.amazonses.com", "Amazon SES"),
          Map.entry("sendgrid.net", "SendGrid"),
          Map.entry("dkim.mcsv.net", "Mailchimp"),
          Map.entry("dkim2.mcsv.net", "Mailchimp"),
          Map.entry("dkim3.mcsv.net", "Mailchimp"),
          Map.entry("dkim.mandrillapp.com", "Mailchimp Transactional"),
          Map.entry("dkim1.mailgun.com", "Mailgun"),
          Map.entry("dkim.brevo.com", "Brevo"),
          Map.entry("fmhosted.com", "Fastmail"),
          Map.entry("messagingengine.com", "Fastmail"),
          Map.entry("domains.proton.ch", "Proton Mail"),
          Map.entry("icloudmailadmin.com", "iCloud Mail"),
          Map.entry("hubspotemail.net", "HubSpot"),
          Map.entry("zendesk.com", "Zendesk"),
          Map.entry("custdkim.salesforce.com", "Salesforce"),
          Map.entry("mktdns.com", "Adobe Marketo Engage"),
          Map.entry("dkim.intercom.io", "Intercom"),
          Map.entry("dkim.smtp2go.net", "SMTP2GO"),
          Map.entry("acems1.com", "ActiveCampaign"),
          Map.entry("freshemail.io", "Freshworks"));

  private KeyHosts() {}

  /** Who holds keys under a name. */
  static Optional<String> serviceOf(DomainName target) {
    for (DomainName name = target;
        !name.equals(DomainName.ROOT);
        name = name.parent().orElse(DomainName.ROOT)) {
      String service = SERVICES.get(name.toString());
      if (service != null) {
        return Optional.of(service);
      }
    }
    return Optional.empty();
  }
}
