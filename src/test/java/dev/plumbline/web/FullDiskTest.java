package dev.plumbline.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** What is sent is put down in a folder; that there is no room is nobody's mistake but ours. */
@QuarkusTest
class FullDiskTest {

  @ConfigProperty(name = "quarkus.http.body.uploads-directory")
  Path folder;

  @Test
  void who_sends_a_file_is_told_that_it_cannot_be_put_down() throws IOException {
    Path aside = folder.resolveSibling(folder.getFileName() + "-aside");
    boolean wasThere = Files.exists(folder);
    if (wasThere) {
      Files.move(folder, aside);
    }
    Files.createDirectories(folder.toAbsolutePath().getParent());
    Files.createFile(folder);
    try {
      Response answer = given().multiPart("files", "x.xml", new byte[1_000]).post("/intake");
      assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(503);
      assertThat(answer.asString()).contains("What was sent cannot be put down here");
    } finally {
      Files.delete(folder);
      if (wasThere) {
        Files.move(aside, folder);
      }
    }
    assertThat(given().multiPart("files", "x.txt", new byte[] {'x'}).post("/intake").statusCode())
        .isLessThan(400);
  }
}
