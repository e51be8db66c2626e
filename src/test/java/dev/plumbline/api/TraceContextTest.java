package dev.plumbline.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.intake.Mails;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TraceContextTest {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String SPAN = "b7ad6b7169203331";

  private final Logger log = Logger.getLogger("dev.plumbline.intake.Intake");
  private final List<Map<String, String>> said = Collections.synchronizedList(new ArrayList<>());
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          said.add(ExtLogRecord.wrap(line).getMdcCopy());
        }

        @Override
        public void flush() {
          // There is nothing to be flushed.
        }

        @Override
        public void close() {
          // Nor closed.
        }
      };

  @BeforeEach
  void listen() {
    log.addHandler(handler);
  }

  @AfterEach
  void stop() {
    log.removeHandler(handler);
  }

  private void post(String name, String parent) {
    given()
        .contentType("application/octet-stream")
        .header("traceparent", parent)
        .body(Mails.report(name))
        .post("/api/v1/intake")
        .then()
        .statusCode(200);
  }

  @Test
  void what_is_logged_about_a_request_says_which_trace_it_belongs_to_and_nothing_else_does() {
    post("traced", "00-" + TRACE + "-" + SPAN + "-01");
    assertThat(said).hasSize(1);
    assertThat(said.get(0))
        .containsEntry("trace_id", TRACE)
        .containsEntry("parent_id", SPAN)
        .containsKey("intake_id");
    post("untraced", "none");
    assertThat(said).hasSize(2);
    assertThat(said.get(1)).doesNotContainKey("trace_id").doesNotContainKey("parent_id");
  }

  @Test
  void only_what_the_standard_allows_is_a_place_in_a_trace() {
    assertThat(TraceContext.place("00-" + TRACE + "-" + SPAN + "-01"))
        .contains(new TraceContext.Place(TRACE, SPAN));
    assertThat(TraceContext.place("cc-" + TRACE + "-" + SPAN + "-01-what-comes-later")).isPresent();
    for (String wrong :
        List.of(
            "",
            "00-" + TRACE + "-" + SPAN,
            "00-" + TRACE + "-" + SPAN + "-01-more",
            "ff-" + TRACE + "-" + SPAN + "-01",
            "00-" + "0".repeat(32) + "-" + SPAN + "-01",
            "00-" + TRACE + "-" + "0".repeat(16) + "-01",
            "00-" + TRACE.toUpperCase(Locale.ROOT) + "-" + SPAN + "-01")) {
      assertThat(TraceContext.place(wrong)).as(wrong).isEmpty();
    }
  }
}
