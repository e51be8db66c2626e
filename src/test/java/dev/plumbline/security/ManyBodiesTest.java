package dev.plumbline.security;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What is sent in pieces is read to its end, however busy the server is. */
@QuarkusTest
@TestProfile(RequestFuzzTest.AfterOthers.class)
class ManyBodiesTest {

  private static final int SENDERS = 6;
  private static final int TIMES = 400;

  @Test
  void bodies_of_unknown_length_arrive_whole_however_many_come_at_a_time() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(SENDERS);
    try {
      List<Future<Set<Integer>>> all = new ArrayList<>();
      for (int i = 0; i < SENDERS; i++) {
        all.add(pool.submit(ManyBodiesTest::statuses));
      }
      for (Future<Set<Integer>> one : all) {
        assertThat(one.get()).containsExactly(303);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static Set<Integer> statuses() {
    Set<Integer> statuses = new HashSet<>();
    for (int time = 0; time < TIMES; time++) {
      statuses.add(
          given()
              .redirects()
              .follow(false)
              .multiPart("files", "a.txt", "no report".getBytes(StandardCharsets.UTF_8))
              .multiPart("files", "b.txt", "nor this".getBytes(StandardCharsets.UTF_8))
              .post("/intake")
              .statusCode());
    }
    return statuses;
  }
}
