package dev.plumbline.verify;

import static dev.plumbline.dkim.Signing.octets;
import static dev.plumbline.dkim.Signing.record;
import static dev.plumbline.dkim.Signing.rsa;
import static dev.plumbline.dkim.Signing.signed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dkim.ArcChain;
import dev.plumbline.dmarc.Policy;
import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.FakeDns;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.dns.lint.Severity;
import dev.plumbline.spf.SpfResult;
import dev.plumbline.spf.SpfVerdict;
import dev.plumbline.verify.Connection.Tls;
import dev.plumbline.verify.Verification.Dmarc;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MailVerifierTest {

  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
  private static final String TAGS =
      "c=relaxed/relaxed; d=verified.example; s=one;"
          + " h=From:From:To:Subject:Date:Message-ID:List-Unsubscribe:List-Unsubscribe-Post";
  private static final String HEADER =
      """
      From: Ann <ann@verified.example>
      To: Bob <bob@example.net>
      Subject: A letter
      Date: Fri, 01 May 2026 11:59:00 +0000
      Message-ID: <1@verified.example>
      List-Unsubscribe: <https://www.verified.example/leave?me>
      List-Unsubscribe-Post: List-Unsubscribe=One-Click
      """
          .replace("\n", "\r\n");
  private static final String MAIL = HEADER + "\r\nHello\r\n";

  private static FakeDns dns() {
    return new FakeDns()
        .txt("verified.example", "v=spf1 ip4:192.0.2.1 ip6:2001:db8::1 -all")
        .txt("_dmarc.verified.example", "v=DMARC1; p=reject; rua=mailto:dmarc@verified.example")
        .txt("one._domainkey.verified.example", record(rsa()))
        .txt("mail.verified.example", "v=spf1 a -all")
        .a("mail.verified.example", "192.0.2.1")
        .aaaa("mail.verified.example", "2001:db8::1")
        .ptr("192.0.2.1", "mail.verified.example")
        .txt("bounces.example", "v=spf1 ip4:192.0.2.9 -all")
        .a("other.example", "192.0.2.77");
  }

  private static Connection from(String ip, String mailFrom) {
    return new Connection(
        IpAddresses.parse(ip).orElseThrow(),
        "mail.verified.example",
        mailFrom,
        Tls.USED,
        "TLSv1.3",
        NOW);
  }

  private static Verification verify(String mail, Connection connection, Dns dns) {
    return new MailVerifier(dns).verify(octets(mail), connection);
  }

  private static Verification verify(String mail) {
    return verify(mail, from("192.0.2.1", "ann@verified.example"), dns());
  }

  private static List<MailRule> rules(Verification found) {
    return found.findings().stream().map(MailFinding::rule).toList();
  }

  private static String fix(Verification found, MailRule rule) {
    return found.findings().stream()
        .filter(one -> one.rule() == rule)
        .map(MailFinding::fix)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void mail_without_fault_has_no_findings() {
    Verification found = verify(signed(rsa(), TAGS, MAIL));
    assertThat(found.findings()).isEmpty();
    assertThat(found.dmarc().result()).isEqualTo(Dmarc.Result.PASS);
    assertThat(found.dmarc().disposition()).isEqualTo(Policy.NONE);
    assertThat(found.spf().verdict()).extracting(SpfVerdict::result).isEqualTo(SpfResult.PASS);
    assertThat(found.spf().aligned()).isTrue();
    assertThat(found.signatures().get(0).aligned()).isTrue();
    assertThat(found.reverse().confirmed()).containsExactly(DomainName.of("mail.verified.example"));
  }

  @Test
  void forged_mail_gets_what_the_policy_asks_for() {
    Verification found = verify(MAIL, from("203.0.113.5", "ann@verified.example"), dns());
    assertThat(found.dmarc().result()).isEqualTo(Dmarc.Result.FAIL);
    assertThat(found.dmarc().disposition()).isEqualTo(Policy.REJECT);
    assertThat(rules(found))
        .contains(
            MailRule.SPF_FAIL,
            MailRule.DKIM_NONE,
            MailRule.DMARC_FAIL,
            MailRule.REVERSE_NAME,
            MailRule.HELO_ADDRESS,
            MailRule.HELO_SPF);
    assertThat(fix(found, MailRule.SPF_FAIL))
        .endsWith("v=spf1 ip4:192.0.2.1 ip6:2001:db8::1 ip4:203.0.113.5 -all");
  }

  @Test
  void pass_for_a_domain_of_others_proves_nothing() {
    Verification found = verify(MAIL, from("192.0.2.9", "b@bounces.example"), dns());
    assertThat(found.spf().verdict()).extracting(SpfVerdict::result).isEqualTo(SpfResult.PASS);
    assertThat(found.spf().aligned()).isFalse();
    assertThat(found.dmarc().result()).isEqualTo(Dmarc.Result.FAIL);
    assertThat(rules(found)).contains(MailRule.SPF_NOT_ALIGNED);
  }

  @Test
  void what_is_not_known_is_not_judged() {
    Verification found = verify(MAIL, Connection.unknown(NOW), dns());
    assertThat(found.spf().verdict()).isNull();
    assertThat(found.dmarc().result()).isNull();
    assertThat(rules(found)).contains(MailRule.SPF_NOT_CHECKED).doesNotContain(MailRule.DMARC_FAIL);
    assertThat(verify(signed(rsa(), TAGS, MAIL), Connection.unknown(NOW), dns()).passes()).isTrue();
  }

  @Test
  void dns_that_does_not_answer_is_no_failure() {
    String mail = signed(rsa(), TAGS, MAIL);
    FakeDns down = dns().fail("one._domainkey.verified.example", "TXT");
    Verification found = verify(mail, from("203.0.113.5", "b@bounces.example"), down);
    assertThat(found.dmarc().result()).isEqualTo(Dmarc.Result.TEMPERROR);
    assertThat(found.dmarc().disposition()).isNull();
    FakeDns away = dns().fail("_dmarc.verified.example", "TXT");
    assertThat(verify(mail, from("192.0.2.1", "ann@verified.example"), away).dmarc().result())
        .isEqualTo(Dmarc.Result.TEMPERROR);
    assertThat(
            rules(
                verify(
                    MAIL,
                    from("192.0.2.1", "a@verified.example"),
                    dns()
                        .fail(
                            IpAddresses.reverseName(IpAddresses.parse("192.0.2.1").orElseThrow())
                                .toString(),
                            "PTR"))))
        .doesNotContain(MailRule.REVERSE_NAME);
  }

  @Test
  void path_to_the_policy_is_told() {
    String mail = MAIL.replace("ann@verified.example", "ann@news.verified.example");
    Verification found = verify(mail);
    assertThat(found.dmarc().lookup().questions())
        .extracting(question -> question.name())
        .startsWith("_dmarc.news.verified.example", "_dmarc.verified.example");
    assertThat(found.dmarc().applied().domain()).isEqualTo(DomainName.of("verified.example"));
  }

  @Test
  void mail_of_several_authors_or_none_is_an_error() {
    for (String mail :
        List.of(
            MAIL.replace("From: ", "X-From: "),
            "From: Eve <eve@other.example>\r\n" + MAIL,
            MAIL.replace(
                "<ann@verified.example>\r\nTo", "<a@verified.example>, <b@other.example>\r\nTo"))) {
      Verification found = verify(mail);
      assertThat(found.author()).as(mail).isNull();
      assertThat(found.dmarc().result()).isEqualTo(Dmarc.Result.PERMERROR);
      assertThat(rules(found)).contains(MailRule.FROM);
    }
    Verification two = verify(MAIL.replace("<ann@", "<a@verified.example>, <ann@"));
    assertThat(two.author()).isEqualTo(DomainName.of("verified.example"));
    assertThat(rules(two)).contains(MailRule.FROM);
  }

  @Test
  void address_in_the_name_shown_is_not_the_author() {
    Verification found = verify(MAIL.replace("From: Ann", "From: \"boss@other.example\""));
    assertThat(found.author()).isEqualTo(DomainName.of("verified.example"));
    assertThat(rules(found)).contains(MailRule.FROM_DISPLAY_NAME);
  }

  @Test
  void fields_that_are_missing_or_odd_are_told() {
    String bare = "From: ann@verified.example\r\nReply-To: x@other.example\r\n\r\nHello\r\n";
    assertThat(rules(verify(bare)))
        .contains(
            MailRule.DATE,
            MailRule.MESSAGE_ID,
            MailRule.SUBJECT,
            MailRule.TO,
            MailRule.REPLY_TO,
            MailRule.UNSUBSCRIBE);
    assertThat(rules(verify(MAIL.replace("11:59:00", "15:59:00")))).contains(MailRule.DATE);
    assertThat(rules(verify(MAIL.replace("<1@verified.example>", "1"))))
        .contains(MailRule.MESSAGE_ID);
    assertThat(rules(verify("Subject: Another\r\n" + MAIL))).contains(MailRule.REPEATED_FIELD);
    assertThat(rules(verify(MAIL.replace("A letter", "\u00c3\u00a4"))))
        .contains(MailRule.RAW_OCTETS);
  }

  @Test
  void way_to_leave_has_to_be_one_click_and_signed() {
    assertThat(rules(verify(MAIL.replace("List-Unsubscribe-Post", "X-Post"))))
        .contains(MailRule.UNSUBSCRIBE_ONE_CLICK);
    assertThat(rules(verify(MAIL.replace("https://www", "mailto:a@www"))))
        .contains(MailRule.UNSUBSCRIBE_ONE_CLICK);
    assertThat(rules(verify(MAIL))).contains(MailRule.UNSUBSCRIBE_UNSIGNED);
    for (String odd :
        List.of(
            MAIL.replace("=One-Click", "=Yes"),
            MAIL.replace("<https://www.verified.example/leave?me>", "https://www.verified.example"),
            MAIL.replace("<https://www.verified.example/leave?me>", "<https://>"))) {
      assertThat(rules(verify(odd))).as(odd).contains(MailRule.UNSUBSCRIBE_ONE_CLICK);
    }
    assertThat(rules(verify("List-Unsubscribe: <https://a.example>\r\n" + MAIL)))
        .contains(MailRule.REPEATED_FIELD);
    Verification bulk =
        verify(
            MAIL.replace("List-Unsubscribe: ", "Precedence: ")
                .replace("<https://www.verified.example/leave?me>", "bulk"));
    assertThat(bulk.findings())
        .filteredOn(one -> one.rule() == MailRule.UNSUBSCRIBE)
        .extracting(MailFinding::severity)
        .containsExactly(Severity.WARNING);
  }

  @Test
  void signature_that_leaves_doors_open_is_told() {
    String part = signed(rsa(), "c=relaxed/relaxed; d=verified.example; s=one; h=From; l=2", MAIL);
    assertThat(rules(verify(part)))
        .contains(MailRule.DKIM_LENGTH, MailRule.DKIM_UNSIGNED_FIELD, MailRule.DKIM_NOT_OVERSIGNED);
    FakeDns test = dns().remove("one._domainkey.verified.example", "TXT");
    test.txt("one._domainkey.verified.example", record(rsa(), "t=y; "));
    Verification found =
        verify(signed(rsa(), TAGS, MAIL), from("192.0.2.1", "ann@verified.example"), test);
    assertThat(fix(found, MailRule.DKIM_TEST_MODE)).contains("v=DKIM1; p=");
    test.remove("one._domainkey.verified.example", "TXT");
    test.txt("one._domainkey.verified.example", record(rsa(), "t=s:y; "));
    Verification both =
        verify(signed(rsa(), TAGS, MAIL), from("192.0.2.1", "ann@verified.example"), test);
    assertThat(fix(both, MailRule.DKIM_TEST_MODE)).contains("v=DKIM1; t=s; p=");
  }

  @Test
  void part_of_a_body_proves_nothing_of_the_rest() {
    String whole = signed(rsa(), "c=relaxed/relaxed; d=verified.example; s=one; h=From; l=7", MAIL);
    Connection stranger = from("203.0.113.5", "eve@other.example");
    MailVerifier verifier = new MailVerifier(dns());
    assertThat(verifier.prove(octets(whole), stranger).origin())
        .isEqualTo(MailVerifier.Origin.PROVEN);
    MailVerifier.Proof longer = verifier.prove(octets(whole + "A report\r\n"), stranger);
    assertThat(longer.origin()).isEqualTo(MailVerifier.Origin.NOT_PROVEN);
    assertThat(longer.reason())
        .isEqualTo("Its signature of verified.example covers the beginning of the body only (l=).");
  }

  @Test
  void host_that_calls_itself_by_an_address_names_no_domain() {
    Connection literal =
        new Connection(
            IpAddresses.parse("192.0.2.1").orElseThrow(), "[192.0.2.1]", "", Tls.USED, null, NOW);
    Verification found = verify(MAIL, literal, dns());
    assertThat(found.spf().domain()).isNull();
    assertThat(rules(found)).contains(MailRule.HELO, MailRule.SPF_NOT_CHECKED);
  }

  @Test
  void connection_is_looked_at() {
    Connection plain =
        new Connection(
            IpAddresses.parse("192.0.2.1").orElseThrow(),
            "localhost",
            "ann@verified.example",
            Tls.NOT_USED,
            null,
            NOW);
    assertThat(rules(verify(MAIL, plain, dns()))).contains(MailRule.TLS, MailRule.HELO);
    FakeDns four = dns().remove("verified.example", "TXT");
    four.txt("verified.example", "v=spf1 ip4:192.0.2.1 -all");
    assertThat(rules(verify(MAIL, from("192.0.2.1", "ann@verified.example"), four)))
        .contains(MailRule.OTHER_ADDRESS);
  }

  @Test
  void html_is_looked_at() {
    String html =
        HEADER
            + """
            Content-Type: text/html; charset=utf-8

            <p><a href="https://track.other.example/x">www.verified.example</a>
            <a href='http://192.0.2.7/'>here</a> <a href="https://www.verified.example/">us</a></p>
            """
                .replace("\n", "\r\n");
    Verification found = verify(html);
    assertThat(rules(found))
        .contains(
            MailRule.PLAIN_TEXT, MailRule.LINKS, MailRule.LINK_SHOWS_OTHER, MailRule.LINK_ADDRESS);
    assertThat(found.findings())
        .filteredOn(one -> one.rule() == MailRule.LINKS)
        .extracting(MailFinding::text)
        .containsExactly(
            "Links lead to other hosts than those of the author domain: track.other.example.");
  }

  @Test
  void plain_text_beside_html_is_found() {
    String mail =
        HEADER
            + """
            Content-Type: multipart/alternative; boundary=x

            --x
            Content-Type: text/plain

            Hello
            --x
            Content-Type: text/html

            <p>Hello</p>
            --x--
            """
                .replace("\n", "\r\n");
    assertThat(rules(verify(mail))).doesNotContain(MailRule.PLAIN_TEXT);
    assertThat(rules(verify(mail.replace("\r\nHello\r\n--x", "\r\n \r\n--x"))))
        .contains(MailRule.PLAIN_TEXT);
    assertThat(rules(verify(mail.replace("text/", "application/")))).contains(MailRule.PLAIN_TEXT);
    assertThat(rules(verify(mail.replace("boundary=x", "boundary=y"))))
        .doesNotContain(MailRule.PLAIN_TEXT);
  }

  @Test
  void links_of_plain_text_are_looked_at() {
    assertThat(rules(verify(MAIL + "See https://track.other.example/a.\r\n")))
        .contains(MailRule.LINKS);
    assertThat(rules(verify(MAIL + "See https://www.verified.example/a.\r\n")))
        .doesNotContain(MailRule.LINKS);
  }

  @Test
  void long_lines_and_large_mail_are_told() {
    assertThat(rules(verify(MAIL + "x".repeat(999) + "\r\n"))).contains(MailRule.LONG_LINE);
    assertThat(rules(verify(MAIL + "text\r\n".repeat(2_000_000)))).contains(MailRule.SIZE);
  }

  @Test
  void header_beyond_measure_is_told_instead_of_fields_that_it_may_hold() {
    for (String many :
        List.of("X-A: b\r\n".repeat(3_000), "X-A: " + "b".repeat(2_000_000) + "\r\n")) {
      Verification found = verify(many + MAIL);
      assertThat(found.dmarc().result()).isEqualTo(Dmarc.Result.PERMERROR);
      assertThat(rules(found))
          .contains(MailRule.SIZE)
          .doesNotContain(MailRule.FROM, MailRule.DATE, MailRule.SUBJECT, MailRule.PLAIN_TEXT);
    }
  }

  @Test
  void chain_of_others_changes_no_verdict() {
    String mail = "ARC-Seal: i=1; cv=none; d=other.example; s=x; b=eA==\r\n" + MAIL;
    Verification found = verify(mail, from("203.0.113.5", "ann@verified.example"), dns());
    assertThat(found.arc().result()).isEqualTo(ArcChain.Result.FAIL);
    assertThat(found.dmarc().result()).isEqualTo(Dmarc.Result.FAIL);
  }

  @Test
  void damaged_mail_never_throws() {
    Random random = new Random(7);
    byte[] whole = octets(signed(rsa(), TAGS, MAIL));
    for (int i = 0; i < 300; i++) {
      byte[] bytes = whole.clone();
      for (int j = 0; j < 1 + random.nextInt(20); j++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      assertThat(new MailVerifier(dns()).verify(bytes, from("192.0.2.1", ""))).isNotNull();
    }
    assertThat(new MailVerifier(dns()).verify(new byte[0], Connection.unknown(NOW))).isNotNull();
  }

  @Test
  void html_made_to_take_time_takes_little() {
    for (String hostile :
        List.of("<a ", "<a href=", "<a href=\"https://", "<a href=https://x>", "\"<(", "a@")) {
      String mail = HEADER + "Content-Type: text/html\r\n\r\n" + hostile.repeat(300_000);
      assertThat(verify(mail)).isNotNull();
      String field = "Reply-To: " + hostile.repeat(50_000) + "\r\n" + MAIL;
      assertThat(verify(field)).isNotNull();
    }
  }

  @Test
  void notes_of_our_own_server_are_read_and_no_others() {
    String noted =
        """
        Return-Path: <ann@verified.example>
        Authentication-Results: mx.ours.example; spf=pass smtp.mailfrom=verified.example
        Received: from mail.verified.example (mail.verified.example [192.0.2.1])
         (using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits))
         by mx.ours.example (Postfix) with ESMTPS id 1
         for <t@ours.example>; Fri, 01 May 2026 12:00:00 +0000
        Received: from evil.example ([203.0.113.66]) by mx.ours.example; Fri, 01 May 2026 11:00:00 +0000
        Authentication-Results: mx.ours.example; dkim=pass header.d=verified.example
        """
            .replace("\n", "\r\n");
    // The second one is below the border only if the first was not written by us.
    String mail =
        noted.replace(
                "Received: from evil.example ([203.0.113.66]) by mx.ours.example",
                "Received: from a.example ([203.0.113.66]) by b.example")
            + MAIL;
    ServerNotes notes = ServerNotes.of(octets(mail), Set.of("mx.ours.example"), NOW).orElseThrow();
    assertThat(notes.connection()).isEqualTo(from("192.0.2.1", "ann@verified.example"));
    assertThat(notes.results())
        .containsExactly("mx.ours.example; spf=pass smtp.mailfrom=verified.example");
    assertThat(ServerNotes.of(octets(mail), Set.of("mx.other.example"), NOW))
        .isEqualTo(Optional.empty());
    assertThat(
            ServerNotes.of(
                octets("Received: from x by y.example\r\n" + mail), Set.of("mx.ours.example"), NOW))
        .isEmpty();
  }

  @Test
  void server_that_writes_names_first_is_understood() {
    String mail =
        "Received: from [198.51.100.3] (helo=mail.verified.example)\r\n"
            + " by mx.ours.example with esmtp (Exim 4.96)\r\n (envelope-from <a@b.example>);"
            + " Fri, 01 May 2026 12:00:00 +0000\r\n"
            + MAIL;
    Connection connection =
        ServerNotes.of(octets(mail), Set.of("mx.ours.example"), NOW).orElseThrow().connection();
    assertThat(connection.ip()).isEqualTo(IpAddresses.parse("198.51.100.3").orElseThrow());
    assertThat(connection.helo()).isEqualTo("mail.verified.example");
    assertThat(connection.tls()).isEqualTo(Tls.NOT_USED);
  }

  @Test
  void server_of_ours_that_others_forge_is_not_believed() {
    String forged =
        "Received: from mail.verified.example ([192.0.2.1]) by mx.ours.example;"
            + " Fri, 01 May 2026 12:00:00 +0000\r\n";
    String outside =
        "Received: from mx.ours.example ([203.0.113.66]) by mx.ours.example;"
            + " Fri, 01 May 2026 12:00:00 +0000\r\n";
    String inside =
        "Received: from mx.ours.example ([10.0.0.5]) by mx.ours.example;"
            + " Fri, 01 May 2026 12:00:01 +0000\r\n";
    assertThat(sender(outside + forged + MAIL)).isEqualTo("203.0.113.66");
    assertThat(sender(inside + outside + forged + MAIL)).isEqualTo("203.0.113.66");
    assertThat(
            ServerNotes.ofTop(octets(inside + forged + MAIL), "mx.ours.example", NOW)
                .map(notes -> IpAddresses.toText(notes.connection().ip())))
        .contains("10.0.0.5");
  }

  private static String sender(String mail) {
    return ServerNotes.of(octets(mail), Set.of("mx.ours.example"), NOW)
        .map(notes -> IpAddresses.toText(notes.connection().ip()))
        .orElseThrow();
  }

  @Test
  void story_goes_the_way_a_receiver_goes_and_explains_what_differs() {
    String mail = signed(rsa(), TAGS, MAIL);
    Verification found = verify(mail);
    MailStory story =
        StoryTeller.tell(
            octets(mail),
            found,
            List.of("mx.ours.example; spf=pass (a comment, dkim=none); dkim=fail; dmarc=pass"));
    assertThat(story.steps())
        .extracting(MailStory.Step::title, MailStory.Step::state)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("Connection", MailStory.State.GOOD),
            org.assertj.core.groups.Tuple.tuple("Envelope", MailStory.State.GOOD),
            org.assertj.core.groups.Tuple.tuple("SPF", MailStory.State.GOOD),
            org.assertj.core.groups.Tuple.tuple("DKIM", MailStory.State.GOOD),
            org.assertj.core.groups.Tuple.tuple("DMARC", MailStory.State.GOOD));
    assertThat(story.subject()).isEqualTo("A letter");
    assertThat(story.differences())
        .hasSize(1)
        .allMatch(one -> one.startsWith("For DKIM your server says fail, and it is pass here:"));
    MailStory unknown =
        StoryTeller.tell(octets(MAIL), verify(MAIL, Connection.unknown(NOW), dns()), List.of());
    assertThat(unknown.verdict()).isEqualTo("unknown");
    assertThat(unknown.steps().get(0).state()).isEqualTo(MailStory.State.OPEN);
  }
}
