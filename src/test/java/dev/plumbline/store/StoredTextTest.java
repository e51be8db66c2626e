package dev.plumbline.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
class StoredTextTest {

  @Inject Database database;

  @Test
  void texts_alone_and_in_an_array_come_without_what_postgresql_does_not_know() {
    assertThat(
            database.list(
                "select ? || array_to_string(?::text[], '/')",
                row -> row.getString(1),
                "a\0/",
                new String[] {"b\0", "\ud83d c", "d"}))
        .containsExactly("a\uFFFD/b\uFFFD/\uFFFD c/d");
  }
}
