package dev.plumbline.store.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.report.aggregate.ReportRow.DkimResult;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowTextTest {

  private static final String ODD = "ab\"\\\t\n\r\b\f\u0001\u007f\u00e9\u2028\ud83d\ude00/<&'";

  private final Random random = new Random(7);

  @Test
  void a_list_is_written_as_a_json_library_writes_it_with_what_copy_takes_for_its_own_escaped()
      throws JsonProcessingException {
    for (int i = 0; i < 5_000; i++) {
      List<DkimResult> results =
          List.of(
              new DkimResult(text(), random.nextBoolean() ? null : text(), text(), null),
              new DkimResult("b.example", "s1", "pass", text()));
      String json = new ObjectMapper().writeValueAsString(results);

      StringBuilder line = new StringBuilder();
      RowText.list(line, results, RowText::dkim);

      assertThat(line).hasToString(json.replace("\\", "\\\\"));
    }
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    int[] odd = ODD.codePoints().toArray();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.appendCodePoint(odd[random.nextInt(odd.length)]);
    }
    return text.toString();
  }
}
