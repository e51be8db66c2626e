package dev.plumbline.dkim;

import static dev.plumbline.dkim.Signing.dns;
import static dev.plumbline.dkim.Signing.octets;
import static dev.plumbline.dkim.Signing.record;
import static dev.plumbline.dkim.Signing.rsa;
import static dev.plumbline.dkim.Signing.signed;
import static dev.plumbline.dkim.Signing.signedByHand;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.dkim.SignatureCheck.Result;
import dev.plumbline.dns.Dns;
import dev.plumbline.dns.FakeDns;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SignatureVerifierTest {

  private static final Path CORPUS = Path.of("..", "shared", "corpus", "dkim");
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
  private static final String DOMAIN = "signed.example.org";
  private static final String TAGS =
      "c=relaxed/relaxed; d=" + DOMAIN + "; s=one; h=From:To:Subject:Date";
  private static final String MAIL =
      """
      From: Ann <ann@signed.example.org>
      To: Bob <bob@example.net>
      Subject: A  letter
       on two lines
      Date: Fri, 01 May 2026 12:00:00 +0000

      Hello  Bob,

      this is\tit.\s

      """
          .replace("\n", "\r\n");

  private static List<SignatureCheck> verify(String mail, Dns dns) {
    return verify(octets(mail), dns);
  }

  private static List<SignatureCheck> verify(byte[] mail, Dns dns) {
    return new SignatureVerifier(SignedMail.of(mail), dns, NOW).verify();
  }

  private static SignatureCheck only(String mail, Dns dns) {
    List<SignatureCheck> checks = verify(mail, dns);
    assertThat(checks).hasSize(1);
    return checks.get(0);
  }

  private static FakeDns key() {
    return dns("one", DOMAIN, record(rsa()));
  }

  /** The examples of RFC 6376 and RFC 8463, and real mail. */
  @TestFactory
  Stream<DynamicTest> signatures_of_the_corpus_hold() throws IOException {
    assumeTrue(Files.isDirectory(CORPUS), "There is no ../shared/corpus/dkim");
    try (Stream<Path> files = Files.list(CORPUS)) {
      return files.sorted().toList().stream()
          .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> holds(file)));
    }
  }

  private static void holds(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    int empty = text.indexOf("\n\n");
    FakeDns dns = new FakeDns();
    for (String line : text.substring(0, empty).split("\n")) {
      String[] record = line.split(" ", 2);
      dns.txt(record[0], record[1]);
    }
    List<SignatureCheck> checks = verify(text.substring(empty + 2), dns);
    assertThat(checks).isNotEmpty().allMatch(SignatureCheck::passes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"simple/simple", "simple/relaxed", "relaxed/simple", "relaxed/relaxed"})
  void signature_in_each_form_holds(String form) {
    String tags = TAGS.replace("relaxed/relaxed", form);
    SignatureCheck check = only(signed(rsa(), tags, MAIL), key());
    assertThat(check.result()).as(check.problem()).isEqualTo(Result.PASS);
    assertThat(check.keyBits()).isEqualTo(2048);
  }

  @Test
  void blanks_may_change_in_the_relaxed_form_only() {
    String relaxed = signed(rsa(), TAGS, MAIL);
    String simple = signed(rsa(), TAGS.replace("relaxed/relaxed", "simple/simple"), MAIL);
    assertThat(only(reflowed(relaxed), key()).passes()).isTrue();
    assertThat(only(reflowed(simple), key()).result()).isEqualTo(Result.FAIL);
  }

  private static String reflowed(String mail) {
    return mail.replace("A  letter\r\n on", "A letter on")
        .replace("Hello  Bob,", "Hello Bob, \t")
        .concat("\r\n\r\n");
  }

  @Test
  void bodies_are_hashed_as_the_rfc_says() {
    // RFC 6376 sections 3.4.3, 3.4.4 and 3.4.5.
    assertThat(hash("", false)).isEqualTo("frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=");
    assertThat(hash("", true)).isEqualTo("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    String example = " C \r\nD \t E\r\n\r\n\r\n";
    assertThat(hash(example, true)).isEqualTo(sha256(" C\r\nD E\r\n"));
    assertThat(hash(example, false)).isEqualTo(sha256(" C \r\nD \t E\r\n"));
    assertThat(hash("no end \t", true)).isEqualTo(sha256("no end\r\n"));
  }

  private static String hash(String body, boolean relaxed) {
    SignedMail mail = SignedMail.of(octets("From: a@example.org\r\n\r\n" + body));
    return Signing.base64(Canonical.body(mail, relaxed, Long.MAX_VALUE).hash());
  }

  private static String sha256(String text) {
    return Signing.base64(Canonical.sha256().digest(octets(text)));
  }

  @Test
  void mail_kept_with_line_ends_of_unix_is_verified_as_it_came() {
    assertThat(only(signed(rsa(), TAGS, MAIL).replace("\r\n", "\n"), key()).passes()).isTrue();
  }

  @Test
  void octets_beyond_ascii_are_hashed_as_they_are() {
    String mail =
        MAIL.replace(
            "A  letter",
            new String("Grüße".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    assertThat(only(signedByHand(rsa(), TAGS, mail), key()).passes()).isTrue();
  }

  @Test
  void empty_body_holds() {
    String mail = MAIL.substring(0, MAIL.indexOf("\r\n\r\n") + 4);
    assertThat(only(signedByHand(rsa(), TAGS, mail), key()).passes()).isTrue();
  }

  @Test
  void ed25519_holds_and_breaks() {
    FakeDns dns = dns("one", DOMAIN, Signing.edRecord(Signing.ed25519()));
    String mail = signedByHand(Signing.ed25519(), TAGS, MAIL);
    assertThat(only(mail, dns).passes()).isTrue();
    assertThat(only(mail.replace("Bob <bob", "Eve <eve"), dns).result()).isEqualTo(Result.FAIL);
  }

  @Test
  void what_was_changed_is_told() {
    String mail = signed(rsa(), TAGS, MAIL);
    assertThat(only(mail.replace("this is", "that is"), key()).problem())
        .isEqualTo("The body was changed after it was signed.");
    assertThat(only(mail.replace("A  letter", "A bill"), key()).problem())
        .startsWith("The body is as signed, but the header is not");
  }

  @Test
  void signature_expires_by_the_time_it_is_looked_at() {
    long at = NOW.getEpochSecond();
    String past = signedByHand(rsa(), TAGS + "; t=" + (at - 100) + "; x=" + at, MAIL);
    String future = signedByHand(rsa(), TAGS + "; t=" + (at - 100) + "; x=" + (at + 1), MAIL);
    assertThat(only(past, key()).problem()).isEqualTo("It expired at 2026-05-01T12:00:00Z (x=).");
    assertThat(only(future, key()).passes()).isTrue();
  }

  @Test
  void part_of_the_body_that_is_not_signed_is_counted() {
    String mail = signed(rsa(), TAGS + "; l=12", MAIL);
    assertThat(only(mail, key()).passes()).isTrue();
    assertThat(only(mail, key()).unsignedOctets()).isPositive();
    assertThat(only(mail + "Buy this!\r\n", key()).passes()).isTrue();
    SignatureCheck longer = only(signed(rsa(), TAGS + "; l=999999", MAIL), key());
    assertThat(longer.result()).isEqualTo(Result.FAIL);
    assertThat(longer.problem()).contains("l=999999");
  }

  @Test
  void each_of_two_signatures_has_its_own_result() {
    FakeDns dns = key().txt("two._domainkey." + DOMAIN, record(rsa(2048, "other")));
    String both = signed(rsa(), TAGS.replace("s=one", "s=two"), signed(rsa(), TAGS, MAIL));
    assertThat(verify(both, dns))
        .extracting(SignatureCheck::selector, SignatureCheck::result)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("two", Result.FAIL),
            org.assertj.core.groups.Tuple.tuple("one", Result.PASS));
  }

  @Test
  void key_that_was_changed_fails_unless_both_are_published() {
    String mail = signed(rsa(), TAGS, MAIL);
    String other = record(rsa(2048, "other"));
    assertThat(only(mail, dns("one", DOMAIN, other)).result()).isEqualTo(Result.FAIL);
    FakeDns both = dns("one", DOMAIN, other).txt("one._domainkey." + DOMAIN, record(rsa()));
    assertThat(only(mail, both).passes()).isTrue();
  }

  @Test
  void key_that_is_not_there_is_no_failure_of_the_mail() {
    String mail = signed(rsa(), TAGS, MAIL);
    String name = "one._domainkey." + DOMAIN;
    assertThat(only(mail, new FakeDns()).result()).isEqualTo(Result.PERMERROR);
    assertThat(only(mail, new FakeDns().txt(name, "v=DKIM1; p=")).problem())
        .isEqualTo("The key was revoked: its tag p is empty.");
    assertThat(only(mail, new FakeDns().fail(name, "TXT")).result()).isEqualTo(Result.TEMPERROR);
  }

  @Test
  void key_or_hash_too_weak_is_not_accepted_although_it_verifies() {
    String weak = signed(rsa(512, ""), TAGS, MAIL);
    assertThat(only(weak, dns("one", DOMAIN, record(rsa(512, "")))).result())
        .isEqualTo(Result.POLICY);
    String old = signed(rsa(), TAGS, MAIL).replace("a=rsa-sha256", "a=rsa-sha1");
    assertThat(only(old, key()).result()).isEqualTo(Result.POLICY);
    String fair = signed(rsa(1024, ""), TAGS, MAIL);
    assertThat(only(fair, dns("one", DOMAIN, record(rsa(1024, "")))).passes()).isTrue();
  }

  @Test
  void key_in_test_mode_verifies_and_is_told() {
    SignatureCheck check =
        only(signed(rsa(), TAGS, MAIL), dns("one", DOMAIN, record(rsa(), "t=y; ")));
    assertThat(check.passes()).isTrue();
    assertThat(check.isTest()).isTrue();
  }

  @Test
  void identity_below_the_domain_needs_a_key_that_allows_it() {
    String mail = signed(rsa(), TAGS + "; i=@mail." + DOMAIN, MAIL);
    assertThat(only(mail, key()).passes()).isTrue();
    assertThat(only(mail, dns("one", DOMAIN, record(rsa(), "t=s; "))).result())
        .isEqualTo(Result.PERMERROR);
    String foreign = signed(rsa(), TAGS, MAIL).replace("s=one;", "s=one; i=@example.net;");
    assertThat(only(foreign, key()).problem()).contains("(i=)");
  }

  @Test
  void second_author_breaks_a_signature_that_counts_them() {
    String over = signed(rsa(), TAGS.replace("h=From", "h=From:From"), MAIL);
    String once = signed(rsa(), TAGS, MAIL);
    String added = "From: Eve <eve@example.net>\r\n";
    assertThat(only(over, key()).passes()).isTrue();
    assertThat(only(added + over, key()).result()).isEqualTo(Result.FAIL);
    assertThat(only(added + once, key()).passes()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v=2; a=rsa-sha256; d=a.example; s=b; h=from; bh=eA==; b=eA==",
        "v=1; a=rsa-sha256; d=a.example; s=b; h=to; bh=eA==; b=eA==",
        "v=1; a=rsa-sha256; d=a.example; s=b; h=from; bh=%%; b=eA==",
        "v=1; a=rsa-sha256; d=a..example; s=b; h=from; bh=eA==; b=eA==",
        "v=1; a=rsa-sha256; d=a.example; s=b; h=from; bh=eA==; b=eA==; t=2; x=1",
        "v=1; a=rsa-sha256; d=a.example; s=b; h=from; bh=eA==; b=eA==; c=nothing",
        "v=1; a=rsa-sha256; d=a.example; s=b; h=from; bh=eA==; b=eA==; l=-1",
        "v=1; a=gost-sha3; d=a.example; s=b; h=from; bh=eA==; b=eA==",
        "v=1; a=rsa-sha256; d=a.example; d=b.example; s=b; h=from; bh=eA==; b=eA==",
        "nonsense",
        ""
      })
  void signature_that_cannot_be_read_is_told(String value) {
    SignatureCheck check = only("DKIM-Signature: " + value + "\r\n" + MAIL, key());
    assertThat(check.result()).isEqualTo(Result.PERMERROR);
    assertThat(check.problem()).isNotBlank();
  }

  @Test
  void thousands_of_signatures_cost_no_more_than_some() {
    FakeDns dns = key();
    String field = signed(rsa(), TAGS, MAIL);
    field = field.substring(0, field.indexOf("\r\nFrom:") + 2);
    List<SignatureCheck> checks = verify(field.repeat(1_500) + MAIL, dns);
    assertThat(checks).hasSize(SignatureVerifier.MOST_SIGNATURES);
    assertThat(dns.asked()).hasSizeLessThan(3);
  }

  @Test
  void header_without_measure_is_not_verified() {
    String huge = "X-Pad: " + "y".repeat(2_000_000) + "\r\n";
    SignatureCheck check = only("DKIM-Signature: v=1\r\n" + huge + MAIL, key());
    assertThat(check.problem()).isEqualTo("The header is too large to be verified.");
    assertThat(verify("A: b\r\n".repeat(100_000) + MAIL, key())).isEmpty();
  }

  @Test
  void lists_and_keys_without_measure_cost_bounded_time() {
    Instant begun = java.time.Clock.systemUTC().instant();
    String names = "from:" + "a:".repeat(400_000);
    String field =
        "DKIM-Signature: v=1; a=rsa-sha256; d=" + DOMAIN + "; s=one; bh=eA==; b=eA==; h=" + names;
    assertThat(only(field + "\r\n" + MAIL, key()).passes()).isFalse();
    String mail = signed(rsa(), TAGS, MAIL);
    for (String key :
        List.of("A".repeat(60_000), Keys.LONG, "MIIB" + "/".repeat(60_000), "=".repeat(9_000))) {
      assertThat(only(mail, dns("one", DOMAIN, "v=DKIM1; p=" + key)).passes()).isFalse();
    }
    List<String> tags = new ArrayList<>();
    for (int i = 0; i < 40_000; i++) {
      tags.add("t" + i + "=x");
    }
    assertThat(only("DKIM-Signature: " + String.join(";", tags) + "\r\n" + MAIL, key()).passes())
        .isFalse();
    assertThat(Duration.between(begun, java.time.Clock.systemUTC().instant()))
        .isLessThan(Duration.ofSeconds(20));
  }
}
