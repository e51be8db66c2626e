package dev.plumbline.digest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.digest.Digest.Bar;
import dev.plumbline.digest.Digest.Part;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DigestHtmlTest {

  private static final String CHART = "aria-hidden=\"true\" cellpadding";

  /** Gmail cuts off what is longer. */
  private static final int MOST = 102 * 1_024;

  @Test
  void a_month_of_many_domains_is_shown_whole_by_mail_clients_with_the_first_ones_drawn() {
    String html = DigestHtml.of(month(20, 12), "https://plumbline.example/digests/stop/key");
    assertThat(html.length()).isLessThan(MOST);
    for (int i = 0; i < 20; i++) {
      assertThat(html).contains(domain(i)).contains("Sender 11 of " + domain(i));
    }
    assertThat(html.indexOf(CHART)).isBetween(html.indexOf(domain(0)), html.indexOf(domain(1)));
    assertThat(html.lastIndexOf(CHART)).isLessThan(html.indexOf(domain(19)));
  }

  @Test
  void the_charts_of_a_few_domains_are_all_drawn() {
    String html = DigestHtml.of(month(3, 2), null);
    assertThat(html.split(CHART, -1)).hasSize(4);
  }

  private static Digest month(int domains, int lines) {
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < domains; i++) {
      String domain = domain(i);
      parts.add(
          new Part(
              domain,
              "https://plumbline.example/domains/" + domain,
              "31,204 messages, 97.3 % pass DMARC (96.1 % in the month before).",
              IntStream.rangeClosed(1, 30)
                  .mapToObj(day -> new Bar(LocalDate.of(2026, 11, day), 900 + day, 10 + day))
                  .toList(),
              IntStream.range(0, lines)
                  .mapToObj(
                      line ->
                          "Sender %d of %s: was authorized, now regressed, since its record changed."
                              .formatted(line, domain))
                  .toList()));
    }
    return new Digest(
        Period.parse("2026-11").orElseThrow(),
        "20 of 30 domains need you",
        "20 of 30 domains need you.",
        List.of(),
        parts,
        0,
        List.of(),
        List.of(),
        List.of(),
        "https://plumbline.example");
  }

  private static String domain(int number) {
    return "domain-%02d.harbourlight.example".formatted(number);
  }
}
