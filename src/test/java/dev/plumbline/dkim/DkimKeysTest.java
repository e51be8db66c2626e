package dev.plumbline.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dkim.DkimKeys.Published;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.FakeDns;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DkimKeysTest {

  private static final String NAME = "s1._domainkey.example.org";
  private static final String RSA_2048 = rsa(2048);

  private final FakeDns dns = new FakeDns();

  @Test
  void key_of_2048_bits_is_valid() {
    dns.txt(NAME, "v=DKIM1; k=rsa; p=" + RSA_2048);
    Published published = lookup();
    assertThat(published.state()).isEqualTo(KeyState.VALID);
    assertThat(published.key().bits()).isEqualTo(2048);
    assertThat(published.key().notes()).isEmpty();
    assertThat(published.reason()).isEqualTo("A valid RSA key of 2048 bits is published.");
  }

  @Test
  void white_space_inside_the_key_does_not_matter() {
    String spaced = RSA_2048.substring(0, 50) + " \t" + RSA_2048.substring(50);
    dns.txt(NAME, "p=" + spaced);
    assertThat(lookup().state()).isEqualTo(KeyState.VALID);
  }

  @Test
  void key_without_its_wrapping_is_measured_too() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    RSAPublicKey key = (RSAPublicKey) generator.generateKeyPair().getPublic();
    ByteArrayOutputStream der = new ByteArrayOutputStream();
    byte[] modulus = key.getModulus().toByteArray();
    byte[] exponent = key.getPublicExponent().toByteArray();
    int length = 4 + modulus.length + 2 + exponent.length;
    der.writeBytes(new byte[] {0x30, (byte) 0x82, (byte) (length >> 8), (byte) length});
    der.writeBytes(
        new byte[] {0x02, (byte) 0x82, (byte) (modulus.length >> 8), (byte) modulus.length});
    der.writeBytes(modulus);
    der.writeBytes(new byte[] {0x02, (byte) exponent.length});
    der.writeBytes(exponent);
    dns.txt(NAME, "p=" + Base64.getEncoder().encodeToString(der.toByteArray()));
    assertThat(lookup().key().bits()).isEqualTo(2048);
  }

  @Test
  void key_of_1024_bits_is_valid_with_a_note_and_of_512_bits_is_not() {
    dns.txt(NAME, "p=" + rsa(1024));
    assertThat(lookup().state()).isEqualTo(KeyState.VALID);
    assertThat(lookup().key().notes()).singleElement().asString().contains("1024", "2048");
    assertThat(DkimKey.parse("p=" + rsa(512)).state()).isEqualTo(KeyState.INVALID);
  }

  @Test
  void ed25519_key_has_32_octets() {
    String key = Base64.getEncoder().encodeToString(new byte[32]);
    assertThat(DkimKey.parse("v=DKIM1; k=ed25519; p=" + key).state()).isEqualTo(KeyState.VALID);
    assertThat(DkimKey.parse("v=DKIM1; k=ed25519; p=" + RSA_2048).state())
        .isEqualTo(KeyState.INVALID);
  }

  @ParameterizedTest
  @CsvSource({
    "v=DKIM1; p=, REVOKED",
    "v=DKIM1; p=; t=y, REVOKED",
    "v=DKIM1; p=; p=KEY, INVALID",
    "v=DKIM1; p=KEY; p=, INVALID",
    "k=rsa p=KEY, INVALID",
    "'k=rsa, t=s, p=KEY', INVALID",
    "k=rsa p=none, MISSING",
    "v=DKIM1, INVALID",
    "v=DKIM1; p=!!!, INVALID",
    "v=DKIM1; p=AAAA, INVALID",
    "v=DKIM2; p=KEY, INVALID",
    "k=rsa; v=DKIM1; p=KEY, INVALID",
    "k=dsa; p=KEY, INVALID",
    "h=sha1; p=KEY, INVALID",
    "h=sha1:sha256; p=KEY, VALID",
    "s=tlsrpt; p=KEY, INVALID",
    "s=email; p=KEY, VALID",
    "t=y:s; p=KEY, TEST_MODE",
    "t=s; p=KEY; n=note; x=unknown, VALID",
    "hello, MISSING",
  })
  void record_is_judged(String record, KeyState state) {
    dns.txt(NAME, record.replace("KEY", RSA_2048));
    assertThat(lookup().state()).isEqualTo(state);
    assertThat(lookup().reason()).isNotBlank();
  }

  @Test
  void missing_key_dns_failure_and_bad_selector_are_told_apart() {
    assertThat(lookup().state()).isEqualTo(KeyState.MISSING);
    dns.fail(NAME, "TXT");
    assertThat(lookup().state()).isEqualTo(KeyState.UNKNOWN);
    assertThat(DkimKeys.lookup(dns, DomainName.of("example.org"), "a..b").state())
        .isEqualTo(KeyState.INVALID);
  }

  @Test
  void other_txt_records_at_the_name_are_passed_over_and_of_two_keys_one_is_taken() {
    dns.txt(NAME, "v=spf1 -all", "p=" + RSA_2048);
    assertThat(lookup().state()).isEqualTo(KeyState.VALID);
    dns.txt(NAME, "p=");
    assertThat(lookup().state()).isEqualTo(KeyState.VALID);
    assertThat(lookup().keys()).isEqualTo(2);
  }

  @Test
  void any_octets_in_place_of_a_key_are_measured_without_trouble() {
    Random random = new Random(6376);
    byte[] valid = Base64.getDecoder().decode(RSA_2048);
    for (int i = 0; i < 3_000; i++) {
      byte[] octets = valid.clone();
      for (int n = random.nextInt(5); n >= 0; n--) {
        octets[random.nextInt(n == 0 ? 40 : octets.length)] = (byte) random.nextInt();
      }
      byte[] cut = java.util.Arrays.copyOf(octets, random.nextInt(octets.length) + 1);
      assertThat(DkimKey.parse("p=" + Base64.getEncoder().encodeToString(cut)).state()).isNotNull();
    }
  }

  private Published lookup() {
    return DkimKeys.lookup(dns, DomainName.of("example.org"), "s1");
  }

  private static String rsa(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return Base64.getEncoder()
          .encodeToString(generator.generateKeyPair().getPublic().getEncoded());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void of_several_keys_the_best_counts_and_all_are_told() {
    dns.txt(NAME, "v=DKIM1; p=AAAA", "v=DKIM1; p=" + RSA_2048);
    DkimKeys.Published published =
        DkimKeys.lookup(dns, DomainName.of(NAME.substring(NAME.indexOf("_domainkey.") + 11)), "s1");
    assertThat(published.state()).isEqualTo(KeyState.VALID);
    assertThat(published.keys()).isEqualTo(2);
    assertThat(published.reason()).contains("2 key records");
    DkimLinter.KeyLint lint =
        new DkimLinter(dns)
            .lint(DomainName.of(NAME.substring(NAME.indexOf("_domainkey.") + 11)), "s1");
    assertThat(lint.lint().findings())
        .anySatisfy(
            finding -> {
              assertThat(finding.rule()).isEqualTo(DkimRule.SEVERAL_RECORDS);
              assertThat(finding.severity()).isEqualTo(dev.plumbline.dns.lint.Severity.WARNING);
            });
  }

  @Test
  void a_record_that_is_no_key_is_no_key() {
    for (String text :
        new String[] {
          "v=spf1 -all", "v=DMARC1; p=reject", "p=none", "google-site-verification=abc", "hello"
        }) {
      FakeDns wild = new FakeDns();
      wild.txt(NAME, text);
      assertThat(
              DkimKeys.lookup(
                      wild, DomainName.of(NAME.substring(NAME.indexOf("_domainkey.") + 11)), "s1")
                  .state())
          .as(text)
          .isEqualTo(KeyState.MISSING);
    }
    dns.txt(NAME, "v=spf1 -all", "v=DKIM1; p=" + RSA_2048);
    assertThat(
            DkimKeys.lookup(
                    dns, DomainName.of(NAME.substring(NAME.indexOf("_domainkey.") + 11)), "s1")
                .keys())
        .isEqualTo(1);
  }

  @Test
  void a_key_in_ber_is_read_as_the_usual_verifiers_do() throws Exception {
    byte[] der = Base64.getDecoder().decode(RSA_2048);
    // The outer length in four octets instead of two: BER, not DER.
    byte[] ber = new byte[der.length + 2];
    ber[0] = der[0];
    ber[1] = (byte) 0x84;
    ber[4] = der[2];
    ber[5] = der[3];
    System.arraycopy(der, 4, ber, 6, der.length - 4);
    DkimKey key = DkimKey.parse("v=DKIM1; p=" + Base64.getEncoder().encodeToString(ber));
    assertThat(key.bits()).isEqualTo(2048);
    assertThat(key.state()).isEqualTo(KeyState.VALID);
  }
}
