package dev.plumbline.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
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

  private record Within(String reason, @Nullable Instant at) {}

  private record Listed(long id, List<String> firstNames, @Nullable Within excluded) {}

  @Test
  void columns_are_the_same_whatever_there_is_to_list() {
    String header = "id,first_names,excluded.reason,excluded.at\n";
    assertThat(csv("", Listed.class)).isEqualTo(header);
    assertThat(csv("{\"id\":1,\"first_names\":[\"a\",\"b\"],\"excluded\":null}", Listed.class))
        .isEqualTo(header + "1,a b,,\n");
    assertThat(
            csv(
                "{\"id\":2,\"first_names\":[],\"excluded\":{\"reason\":\"odd\",\"at\":null}}",
                Listed.class))
        .isEqualTo(header + "2,,odd,\n");
  }

  @Test
  void rows_are_the_elements_of_the_list_that_an_answer_is_about() {
    String json =
        "{\"name\":\"a\",\"found\":[{\"ip\":\"192.0.2.1\",\"of\":{\"n\":1}},{\"ip\":\"192.0.2.2\"}]}\n"
            + "{\"name\":\"b\",\"found\":[]}\n";
    assertThat(rows(json, List.of("found"), List.of("name"), List.of("ip", "of.n")))
        .isEqualTo("name,ip,of.n\na,192.0.2.1,1\na,192.0.2.2,\n");
    assertThat(rows("{\"found\":[]}", List.of("found"), List.of(), List.of("ip")))
        .isEqualTo("ip\n");
  }

  @Test
  void rows_of_several_lists_say_of_which_they_are() {
    String json =
        "{\"lost\":[{\"who\":\"x\"}],\"today\":{\"lost\":[{\"who\":\"y\"}]},\"messages\":3}";
    assertThat(rows(json, List.of("lost", "today.lost"), List.of(), List.of("who")))
        .isEqualTo("list,who\nlost,x\ntoday.lost,y\n");
  }

  @Test
  void no_cell_holds_json() {
    assertThat(
            csv(
                "{\"sources\":[{\"ip\":\"192.0.2.1\",\"n\":1},{\"ip\":\"192.0.2.2\"}],"
                    + "\"findings\":[{\"severity\":\"error\",\"sentence\":\"It is wrong.\"}]}"))
        .isEqualTo("sources,findings\n192.0.2.1 192.0.2.2,It is wrong.\n");
  }

  private static String rows(
      String json, List<String> lists, List<String> repeated, List<String> columns) {
    StringWriter out = new StringWriter();
    CsvAnswer answer = CsvAnswer.to(new PrintWriter(out));
    answer.rowsOf(lists, repeated, columns);
    answer.print(json);
    answer.end();
    return out.toString().replace("\r", "");
  }

  private static String csv(String json, Class<? extends Record> kind) {
    StringWriter out = new StringWriter();
    CsvAnswer answer = CsvAnswer.to(new PrintWriter(out));
    answer.columns(CsvAnswer.columnsOf(kind));
    answer.print(json);
    answer.end();
    return out.toString().replace("\r", "");
  }

  private static String csv(String json) {
    StringWriter out = new StringWriter();
    CsvAnswer answer = CsvAnswer.to(new PrintWriter(out));
    answer.print(json);
    answer.end();
    return out.toString().replace("\r", "");
  }
}
