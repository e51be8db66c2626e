package dev.plumbline.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.dns.IpAddresses;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundled catalogue, look-ups in it, and an operator's file over it. */
class CatalogueTest {

  private static final Catalogue BUNDLED = Catalogue.bundled();

  @TempDir Path folder;

  @Test
  void the_bundled_file_names_at_least_150_services_of_every_kind() {
    assertThat(BUNDLED.services().size()).isGreaterThanOrEqualTo(150);
    assertThat(BUNDLED.services())
        .extracting(MailService::kind)
        .contains(MailService.Kind.values());
  }

  @Test
  void bundled_entries_are_found_by_their_own_marks() {
    for (MailService service : BUNDLED.services()) {
      assertThat(BUNDLED.byKey(service.key())).contains(service);
      MailService.Marks marks = service.recognise();
      marks.signs().forEach(n -> assertThat(BUNDLED.bySigningDomain(n)).contains(service));
      marks.envelope().forEach(n -> assertThat(BUNDLED.byEnvelopeDomain(n)).contains(service));
      marks.include().forEach(n -> assertThat(BUNDLED.byInclude(n)).contains(service));
      marks.reverse().forEach(n -> assertThat(BUNDLED.byReverseName("mx1." + n)).contains(service));
      marks.targets().forEach(n -> assertThat(BUNDLED.byKeyTarget("k1." + n)).contains(service));
      marks
          .selectors()
          .forEach(
              n -> assertThat(BUNDLED.bySelector(n.replace("#", "20261"))).as(n).contains(service));
    }
  }

  @Test
  void bundled_entries_leave_networks_to_the_operator() {
    assertThat(BUNDLED.services())
        .allSatisfy(service -> assertThat(service.recognise().networks()).isEmpty());
  }

  @Test
  void the_bundled_file_keeps_to_ascii_without_tabs() throws Exception {
    String text =
        new String(
            Catalogue.class.getResourceAsStream("catalogue.yaml").readAllBytes(),
            StandardCharsets.UTF_8);
    assertThat(text).matches("\\A\\p{ASCII}*\\z");
    assertThat(text).doesNotContain("\t");
  }

  @Test
  void every_complete_record_is_a_name_below_the_domain_once_filled_in() {
    for (MailService service : BUNDLED.services()) {
      if (service.authorize() != null) {
        for (MailService.Entry record : service.authorize().dkim()) {
          if (record.isComplete()) {
            MailService.Entry filled = record.forDomain("mail.example.org");
            assertThat(filled.name()).endsWith("._domainkey.mail.example.org");
            assertThat(filled.name() + filled.value()).doesNotContain("{");
          }
        }
      }
    }
  }

  @Test
  void names_match_at_label_boundaries_and_the_nearest_wins() {
    assertThat(BUNDLED.byReverseName("mail-yw1-f41.google.com."))
        .map(MailService::key)
        .contains("google.com");
    assertThat(BUNDLED.byReverseName("mail.notgoogle.com")).isEmpty();
    assertThat(BUNDLED.byReverseName("google.com.attacker.example")).isEmpty();
    assertThat(BUNDLED.bySigningDomain("Contoso.OnMicrosoft.com"))
        .map(MailService::key)
        .contains("outlook.com");
    assertThat(BUNDLED.byEnvelopeDomain("outlook.com"))
        .map(MailService::key)
        .contains("hotmail.com");
    assertThat(BUNDLED.byEnvelopeDomain("eur01-db5-obe.outbound.protection.outlook.com"))
        .map(MailService::key)
        .contains("outlook.com");
    assertThat(BUNDLED.byInclude("com")).isEmpty();
    assertThat(BUNDLED.byInclude("")).isEmpty();
  }

  @Test
  void a_file_of_the_operator_adds_and_overrides_entries() throws Exception {
    Catalogue catalogue =
        Catalogue.with(
            file(
                """
                services:
                  - key: fastmail.com
                    name: Our Fastmail
                    kind: mail_host
                    recognise: {reverse: [messagingengine.com]}
                    authorize:
                      dkim: []
                      spf: {use: no, why: "Not needed."}
                      return_path: {offered: no}
                      where: Ask the mail team
                      link: https://wiki.example.org/mail
                    certain: yes
                  - key: payroll.example
                    name: Payroll
                    kind: hr_finance
                    recognise:
                      signs: [google.com]
                      networks: [192.0.2.0/24, "2001:db8::/32"]
                    authorize:
                      dkim: []
                      spf: {use: no, why: "Not needed."}
                      return_path: {offered: no}
                      where: Ask the payroll team
                      link: https://wiki.example.org/payroll
                    certain: yes
                  - key: printer.example
                    name: Printer
                    kind: other
                    recognise: {networks: [192.0.2.128/25]}
                    authorize:
                      dkim: []
                      spf: {use: no, why: "Not needed."}
                      return_path: {offered: no}
                      where: Ask the office
                      link: https://wiki.example.org/printer
                    certain: yes
                """));
    assertThat(catalogue.services()).hasSize(BUNDLED.services().size() + 2);
    assertThat(catalogue.byReverseName("out1.messagingengine.com"))
        .map(MailService::name)
        .contains("Our Fastmail");
    assertThat(catalogue.byInclude("spf.messagingengine.com")).isEmpty();
    assertThat(catalogue.bySigningDomain("google.com")).map(MailService::name).contains("Payroll");
    assertThat(catalogue.byReverseName("mail.google.com"))
        .map(MailService::key)
        .contains("google.com");
    assertThat(catalogue.byAddress(ip("192.0.2.4"))).map(MailService::name).contains("Payroll");
    assertThat(catalogue.byAddress(ip("192.0.2.200"))).map(MailService::name).contains("Printer");
    assertThat(catalogue.byAddress(ip("2001:db8::1"))).map(MailService::name).contains("Payroll");
    assertThat(catalogue.byAddress(ip("198.51.100.1"))).isEmpty();
  }

  @Test
  void a_file_that_is_missing_or_no_text_is_refused_with_a_sentence() throws Exception {
    Path missing = folder.resolve("none.yaml");
    assertThatThrownBy(() -> Catalogue.with(missing))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("plumbline.catalogue-file: " + missing + " cannot be read.")
        .hasNoCause();
    Path binary = Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe});
    assertThatThrownBy(() -> Catalogue.with(binary))
        .hasMessage("plumbline.catalogue-file: " + binary + " is not UTF-8 text.")
        .hasNoCause();
  }

  private Path file(String yaml) throws Exception {
    return Files.writeString(folder.resolve("mine.yaml"), yaml);
  }

  private static InetAddress ip(String text) {
    return IpAddresses.parse(text).orElseThrow();
  }
}
