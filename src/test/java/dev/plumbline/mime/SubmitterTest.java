package dev.plumbline.mime;

import static dev.plumbline.mime.Submitter.Check.FAIL;
import static dev.plumbline.mime.Submitter.Check.NONE;
import static dev.plumbline.mime.Submitter.Check.PASS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SubmitterTest {

  private static final String FROM = "From: Reports <noreply@reports.receiver.example>\r\n";

  @Test
  void the_author_domain_is_told_without_any_check() {
    assertThat(of(FROM)).contains(new Submitter("reports.receiver.example", NONE));
    assertThat(of("From sender@x.example Mon Nov 23\r\n" + FROM))
        .as("behind an mbox line")
        .contains(new Submitter("reports.receiver.example", NONE));
  }

  @Test
  void dmarc_proves_it_and_so_does_dkim_or_spf_of_the_same_organization() {
    assertThat(check("dmarc=pass (p=REJECT) header.from=reports.receiver.example")).isEqualTo(PASS);
    assertThat(check("dkim=pass header.d=receiver.example header.s=s1")).isEqualTo(PASS);
    assertThat(check("dkim=pass header.i=@receiver.example header.b=\"ab;cd\"")).isEqualTo(PASS);
    assertThat(
            check("dkim=fail header.d=receiver.example; spf=pass smtp.mailfrom=b@receiver.example"))
        .isEqualTo(PASS);
    assertThat(check("spf=pass (a (nested) comment; dmarc=fail) smtp.mailfrom=receiver.example"))
        .isEqualTo(PASS);
  }

  @Test
  void what_proves_another_domain_proves_nothing() {
    assertThat(check("dkim=pass header.d=mailer.example; spf=pass smtp.mailfrom=mailer.example"))
        .isEqualTo(FAIL);
    assertThat(check("dmarc=fail header.from=reports.receiver.example")).isEqualTo(FAIL);
    assertThat(check("dmarc=pass header.from=other.example")).isEqualTo(FAIL);
    assertThat(check("dkim=pass (header.d=receiver.example)")).isEqualTo(FAIL);
    assertThat(check("none")).isEqualTo(FAIL);
  }

  @Test
  void only_a_trusted_server_is_believed() {
    String forged =
        "Authentication-Results: evil.example; dmarc=pass header.from=receiver.example\r\n";
    assertThat(of(forged + FROM).orElseThrow().check()).isEqualTo(NONE);
    assertThat(
            of("Authentication-Results: MX.Home.example 1;\r\n dmarc=pass\r\n"
                    + " header.from=receiver.example\r\n"
                    + FROM)
                .orElseThrow()
                .check())
        .as("with a version, folded, in other letters")
        .isEqualTo(PASS);
  }

  @Test
  void what_is_no_mail_has_no_submitter() {
    assertThat(of("<?xml version=\"1.0\"?><feedback/>")).isEmpty();
    assertThat(of("")).isEmpty();
    assertThat(of("Subject: no author\r\n\r\n")).isEmpty();
    assertThat(of("From: <<<@@>\r\n\r\n")).isEmpty();
  }

  private static Submitter.Check check(String results) {
    return of("Authentication-Results: mx.home.example; " + results + "\r\n" + FROM)
        .orElseThrow()
        .check();
  }

  private static Optional<Submitter> of(String mail) {
    return Submitter.of(
        ReceivedBytes.of((mail + "\r\nText.\r\n").getBytes(StandardCharsets.UTF_8)),
        Set.of("mx.home.example"));
  }
}
