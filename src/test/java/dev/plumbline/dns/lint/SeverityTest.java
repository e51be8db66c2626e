package dev.plumbline.dns.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SeverityTest {

  private enum Told implements Rule {
    DNS_TROUBLE,
    SYNTAX;

    @Override
    public String reference() {
      return "RFC 0";
    }
  }

  @Test
  void that_dns_did_not_answer_is_no_mistake_whoever_tells_it() {
    assertThat(Finding.at("a.example", Severity.ERROR, Told.DNS_TROUBLE, "No answer.", null))
        .extracting(Finding::severity)
        .isEqualTo(Severity.UNKNOWN);
    assertThat(Finding.at("a.example", Severity.ERROR, Told.SYNTAX, "Wrong.", null))
        .extracting(Finding::severity)
        .isEqualTo(Severity.ERROR);
  }

  @Test
  void what_is_not_known_is_counted_apart() {
    assertThat(summary(Map.of(Severity.ERROR, 1L, Severity.HINT, 2L)))
        .isEqualTo("1 error, 0 warnings, 2 hints.");
    assertThat(summary(Map.of(Severity.WARNING, 1L, Severity.UNKNOWN, 2L)))
        .isEqualTo("0 errors, 1 warning, 0 hints; 2 not known.");
    assertThat(summary(Map.of(Severity.UNKNOWN, 7L))).isEqualTo("7 not known.");
    assertThat(summary(Map.of())).isEqualTo("0 errors, 0 warnings, 0 hints.");
  }

  private static String summary(Map<Severity, Long> counts) {
    return Severity.summary(severity -> counts.getOrDefault(severity, 0L));
  }
}
