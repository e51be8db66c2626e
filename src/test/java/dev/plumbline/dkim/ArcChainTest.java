package dev.plumbline.dkim;

import static dev.plumbline.dkim.Signing.octets;
import static dev.plumbline.dkim.Signing.record;
import static dev.plumbline.dkim.Signing.rsa;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dns.FakeDns;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ArcChainTest {

  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
  private static final String SEALER = "sealed.example.org";
  private static final String MAIL = "From: ann@example.org\r\nSubject: Hello\r\n\r\nText\r\n";

  private static ArcChain chain(String mail) {
    FakeDns dns = new FakeDns().txt("s._domainkey." + SEALER, record(rsa()));
    SignedMail signed = SignedMail.of(octets(mail));
    return ArcChain.of(signed, new SignatureVerifier(signed, dns, NOW));
  }

  /** Puts a set before a mail that has those with lower numbers. */
  private static String sealed(int number, String mail) {
    String results =
        "ARC-Authentication-Results: i=" + number + "; mx." + SEALER + "; spf=pass\r\n";
    SignedMail bare = SignedMail.of(octets(mail));
    String hash = Signing.base64(Canonical.body(bare, true, Long.MAX_VALUE).hash());
    String message =
        "ARC-Message-Signature: i="
            + number
            + "; a=rsa-sha256; c=relaxed/relaxed; d="
            + SEALER
            + "; s=s; h=from:subject; bh="
            + hash
            + "; b=";
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    for (String name : new String[] {"from", "subject"}) {
      put(header, bare.octets(bare.fields(name).get(0)));
    }
    Canonical.field(octets(message), true, header);
    message += Signing.base64(Signing.sign(rsa(), header.toByteArray())) + "\r\n";
    String cv = number == 1 ? "none" : "pass";
    String seal =
        "ARC-Seal: i=" + number + "; a=rsa-sha256; cv=" + cv + "; d=" + SEALER + "; s=s; b=";
    ByteArrayOutputStream sets = new ByteArrayOutputStream();
    for (int i = 1; i < number; i++) {
      for (String name :
          new String[] {"arc-authentication-results", "arc-message-signature", "arc-seal"}) {
        String wanted = "i=" + i + ";";
        bare.fields(name).stream()
            .filter(field -> bare.value(field).contains(wanted))
            .forEach(field -> put(sets, bare.octets(field)));
      }
    }
    put(sets, octets(results.strip()));
    put(sets, octets(message.strip()));
    Canonical.field(octets(seal), true, sets);
    seal += Signing.base64(Signing.sign(rsa(), sets.toByteArray())) + "\r\n";
    return seal + message + results + mail;
  }

  private static void put(ByteArrayOutputStream to, byte[] field) {
    Canonical.field(field, true, to);
    to.writeBytes(octets("\r\n"));
  }

  @Test
  void mail_that_nobody_sealed_has_no_chain() {
    assertThat(chain(MAIL).result()).isEqualTo(ArcChain.Result.NONE);
  }

  @Test
  void chains_of_one_and_two_hold() {
    ArcChain one = chain(sealed(1, MAIL));
    assertThat(one.result()).as(one.problem()).isEqualTo(ArcChain.Result.PASS);
    ArcChain two = chain(sealed(2, sealed(1, MAIL)));
    assertThat(two.result()).as(two.problem()).isEqualTo(ArcChain.Result.PASS);
    assertThat(two.sets())
        .extracting(ArcChain.Sealed::instance, ArcChain.Sealed::domain)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1, SEALER),
            org.assertj.core.groups.Tuple.tuple(2, SEALER));
  }

  @Test
  void chain_that_was_changed_does_not_hold() {
    String two = sealed(2, sealed(1, MAIL));
    assertThat(chain(two.replace("i=1; mx", "i=1; mx2")).problem()).startsWith("The seal number");
    assertThat(chain(two.replace("Text", "Next")).problem()).startsWith("The last signature");
    assertThat(chain(two.replace("cv=none", "cv=pass")).result()).isEqualTo(ArcChain.Result.FAIL);
    assertThat(chain("ARC-Seal: i=1; cv=none\r\n" + MAIL).problem()).contains("not complete");
    assertThat(chain("ARC-Seal: i=99; cv=none\r\n" + MAIL).problem()).contains("no number");
    assertThat(chain("ARC-Seal: i=3; cv=none\r\n" + two).problem()).contains("not complete");
    assertThat(chain("ARC-Seal: i=1; cv=none\r\n" + two).problem()).contains("same kind");
  }
}
