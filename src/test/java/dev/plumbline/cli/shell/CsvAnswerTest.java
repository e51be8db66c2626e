package dev.plumbline.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class CsvAnswerTest {

  @Test
  void objects_become_rows_with_all_their_members_as_columns() {
    assertThat(
            csv(
                "{\"name\":\"a\",\"limits\":{\"groups\":[\"x\",\"y\"]},\"ends\":null}\n"
                    + "{\"name\":\"b, c\",\"count\":3}\n"))
        .isEqualTo("name,limits.groups,ends,count\na,x y,,\n\"b, c\",,,3\n");
  }

  @Test
  void a_list_is_as_good_as_lines_and_no_spreadsheet_calculates() {
    assertThat(csv("[{\"name\":\"=1+1\"}]")).startsWith("name\n").doesNotContain("\n=1+1");
    assertThat(csv("")).isEmpty();
  }

  private static String csv(String json) {
    StringWriter out = new StringWriter();
    CsvAnswer answer = CsvAnswer.to(new PrintWriter(out));
    answer.print(json);
    answer.end();
    return out.toString().replace("\r", "");
  }
}
