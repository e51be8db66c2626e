package dev.plumbline.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RememberedDnsTest {

  private static final DomainName ORG = DomainName.of("example.org");
  private static final InetAddress IP = IpAddresses.parse("192.0.2.1").orElseThrow();

  private final FakeDns published =
      new FakeDns()
          .txt("example.org", "text")
          .a("example.org", "192.0.2.1")
          .mx("example.org", 10, "mail.example.org")
          .ptr("192.0.2.1", "example.org")
          .cname("www.example.org", "example.org");

  @Test
  void each_question_is_asked_once() {
    Dns remembered = new RememberedDns(published);
    for (int i = 0; i < 3; i++) {
      assertThat(remembered.txt(ORG).values()).containsExactly("text");
      assertThat(remembered.a(ORG).values()).containsExactly(IP);
      assertThat(remembered.ptr(IP).values()).containsExactly(ORG);
      assertThat(remembered.cname(DomainName.of("www.example.org")).values()).containsExactly(ORG);
    }

    assertThat(published.asked())
        .containsExactly("TXT example.org", "A example.org", "PTR 1.2.0.192.in-addr.arpa");
  }

  @Test
  void a_host_that_confirms_a_reverse_name_is_asked_once_with_all_others() {
    Dns remembered = new RememberedDns(published);

    assertThat(remembered.confirming(ORG, IP).values()).containsExactly(IP);
    assertThat(remembered.a(ORG).values()).containsExactly(IP);
    assertThat(published.asked()).containsExactly("A example.org");
  }

  @Test
  void only_so_many_questions_go_out() {
    Dns remembered = RememberedDns.limited(published, 2);
    remembered.txt(ORG);
    remembered.a(ORG);

    assertThat(remembered.mx(ORG))
        .isEqualTo(new DnsAnswer.Failed<>("More than 2 questions would be needed."));
    assertThat(remembered.txt(ORG).values()).containsExactly("text");
    assertThat(published.asked()).hasSize(2);
  }

  @Test
  void what_comes_after_the_room_is_full_is_asked_each_time() {
    Dns remembered = new RememberedDns(published, Integer.MAX_VALUE, 1, RememberedDns.NOBODY);
    remembered.txt(ORG);
    remembered.a(ORG);
    remembered.a(ORG);
    remembered.txt(ORG);

    assertThat(published.asked())
        .containsExactly("TXT example.org", "A example.org", "A example.org");
  }

  @Test
  void known_answers_are_told_without_asking() {
    RememberedDns remembered = new RememberedDns(published);

    assertThat(remembered.known(Question.txt(ORG))).isNull();
    remembered.txt(ORG);
    assertThat(remembered.known(Question.txt(ORG))).isNotNull();
    assertThat(published.asked()).hasSize(1);
  }

  @Test
  void a_listener_hears_of_each_question_that_went_out() {
    List<String> heard = new ArrayList<>();
    Dns remembered =
        new RememberedDns(
            published,
            new RememberedDns.Listener() {
              @Override
              public <T> void answered(Question<T> question, DnsAnswer<T> answer) {
                heard.add(question + ": " + answer.values());
              }
            });
    remembered.txt(ORG);
    remembered.txt(ORG);
    remembered.mx(ORG);

    assertThat(heard)
        .containsExactly("TXT example.org: [text]", "MX example.org: [10 mail.example.org]");
  }
}
