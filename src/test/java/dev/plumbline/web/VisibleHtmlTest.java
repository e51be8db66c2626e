package dev.plumbline.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.intake.Intake;
import dev.plumbline.mime.ReceivedBytes;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What strangers write stays text on pages. */
@QuarkusTest
class VisibleHtmlTest {

  @Inject Intake intake;

  @Test
  void what_turns_the_direction_of_writing_is_told_and_markup_is_text() {
    String name = "invoice-\u202Efdp<b>&\"'\u2066\u200B.xml";
    long id =
        intake
            .take(
                "upload", name, null, ReceivedBytes.of("nothing".getBytes(StandardCharsets.UTF_8)))
            .intakeId();
    for (String path : new String[] {"/intake", "/intake/" + id}) {
      assertThat(given().get(path).asString())
          .as(path)
          .contains("invoice-\\u{202e}fdp&lt;b&gt;&amp;&quot;&#39;\\u{2066}\\u{200b}.xml")
          .doesNotContain("\u202E", "\u2066", "\u200B");
    }
  }
}
