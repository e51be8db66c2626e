package dev.plumbline.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProposedDnsTest {

  private static final DomainName ORG = DomainName.of("example.org");
  private static final DomainName MAIL = DomainName.of("mail.example.org");

  private final FakeDns published = new FakeDns();

  @Test
  void a_text_takes_the_place_of_all_at_its_name() {
    published.txt("example.org", "old", "other");

    assertThat(new ProposedDns(published, ORG, List.of("new")).txt(ORG).values())
        .containsExactly("new");
    assertThat(published.asked()).isEmpty();
  }

  @Test
  void texts_that_are_not_replaced_stay() {
    published.txt("example.org", "old", "other");
    Dns proposed = new ProposedDns(published, Map.of(ORG, List.of("new")), "old"::equals);

    assertThat(proposed.txt(ORG).values()).containsExactly("new", "other");
  }

  @Test
  void a_record_can_be_taken_away() {
    published.txt("example.org", "old");

    assertThat(new ProposedDns(published, ORG, List.of()).txt(ORG))
        .isInstanceOf(DnsAnswer.NoData.class);
  }

  @Test
  void a_proposed_text_answers_where_dns_fails() {
    published.fail("example.org", "TXT");
    Dns proposed = new ProposedDns(published, Map.of(ORG, List.of("new")), "old"::equals);

    assertThat(proposed.txt(ORG).values()).containsExactly("new");
  }

  @Test
  void where_a_text_is_proposed_there_is_no_alias() {
    published.cname("example.org", "elsewhere.example").cname("mail.example.org", "mx.example");
    Dns proposed = new ProposedDns(published, ORG, List.of("new"));

    assertThat(proposed.cname(ORG)).isInstanceOf(DnsAnswer.NoData.class);
    assertThat(proposed.cname(MAIL).values()).containsExactly(DomainName.of("mx.example"));
  }

  @Test
  void every_other_question_is_answered_as_published() {
    published
        .mx("example.org", 10, "mail.example.org")
        .a("example.org", "192.0.2.1")
        .aaaa("example.org", "2001:db8::1")
        .retiredSpf("example.org", "v=spf1 -all")
        .ptr("192.0.2.1", "mail.example.org")
        .txt("mail.example.org", "text");
    Dns proposed = new ProposedDns(published, ORG, List.of("new"));

    for (Question<?> question :
        List.of(
            Question.mx(ORG),
            Question.a(ORG),
            Question.aaaa(ORG),
            Question.retiredSpf(ORG),
            Question.ptr(IpAddresses.parse("192.0.2.1").orElseThrow()),
            Question.confirming(ORG, IpAddresses.parse("192.0.2.1").orElseThrow()),
            Question.txt(MAIL))) {
      assertThat(proposed.ask(question)).isEqualTo(published.ask(question));
      assertThat(proposed.ask(question).values()).as(question.toString()).isNotEmpty();
    }
  }
}
