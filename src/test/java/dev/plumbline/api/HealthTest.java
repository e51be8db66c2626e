package dev.plumbline.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;

import dev.plumbline.mime.Limits;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

@QuarkusTest
class HealthTest {

  @Test
  void health_tells_of_background_work_database_and_folder() {
    given()
        .get("/q/health/live")
        .then()
        .statusCode(200)
        .body("status", equalTo("UP"))
        .body("checks.name", hasItem("background work"));
    given()
        .get("/q/health/ready")
        .then()
        .statusCode(200)
        .body("checks.name", hasItems("work folder", "database"));
  }

  @Test
  void a_process_whose_schedules_stand_still_is_not_alive() {
    assertThat(new Heartbeat(true).answer(Duration.ofMinutes(1)).getStatus()).isEqualTo(Status.UP);
    assertThat(new Heartbeat(true).answer(Duration.ofMinutes(4)).getStatus())
        .isEqualTo(Status.DOWN);
    assertThat(new Heartbeat(false).answer(Duration.ofMinutes(4)).getStatus())
        .as("nothing is done in the background there")
        .isEqualTo(Status.UP);
  }

  @Test
  void a_server_that_cannot_keep_what_comes_in_is_not_ready() {
    WorkFolder check = new WorkFolder(Limits.DEFAULT);
    assertThat(check.answer(Path.of("no", "such", "folder")).getStatus()).isEqualTo(Status.DOWN);
    assertThat(check.answer(Path.of(".")).getStatus()).isEqualTo(Status.UP);
  }
}
