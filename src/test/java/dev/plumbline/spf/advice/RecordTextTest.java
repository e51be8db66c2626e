package dev.plumbline.spf.advice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.spf.RecordSyntaxException;
import dev.plumbline.spf.SpfRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordTextTest {

  static boolean isReadable(String record) {
    try {
      SpfRecord.parse(record);
      return true;
    } catch (RecordSyntaxException e) {
      return false;
    }
  }

  @Test
  void editing_keeps_the_spelling_of_the_rest() {
    RecordText record = RecordText.of("v=spf1  MX   a:Mail.Example.org -all  exp=why.example.org");
    assertThat(record.terms())
        .extracting(RecordText.Placed::text)
        .containsExactly("MX", "a:Mail.Example.org", "-all", "exp=why.example.org");
    assertThat(record.without(record.terms().get(0)))
        .isEqualTo("v=spf1    a:Mail.Example.org -all  exp=why.example.org");
    assertThat(record.without(record.terms().subList(1, 4))).isEqualTo("v=spf1  MX");
    assertThat(record.with(record.terms().get(2), "~all"))
        .isEqualTo("v=spf1  MX   a:Mail.Example.org ~all  exp=why.example.org");
    assertThat(record.inserted("ip4:192.0.2.1"))
        .isEqualTo("v=spf1  MX   a:Mail.Example.org ip4:192.0.2.1 -all  exp=why.example.org");
  }

  @Test
  void every_broken_term_has_a_place_within_itself() {
    RecordText record = RecordText.of("v=spf1 a: ip4:x mx include: -all redirect=a.b redirect=c.d");
    assertThat(record.isReadable()).isFalse();
    List<RecordText.Placed> broken =
        record.terms().stream().filter(placed -> placed.term() == null).toList();
    assertThat(broken)
        .extracting(RecordText.Placed::text)
        .containsExactly("a:", "ip4:x", "include:", "redirect=c.d");
    for (RecordText.Placed placed : broken) {
      assertThat(placed.wrong().offset()).isBetween(placed.start(), placed.end());
    }
  }
}
