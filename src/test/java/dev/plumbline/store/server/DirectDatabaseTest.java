package dev.plumbline.store.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.store.StoreUnavailableException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Databases that are empty, behind, current and not there. */
class DirectDatabaseTest {

  private static final String AN_EARLIER_VERSION = "13";

  @TempDir Path data;

  private final List<String> told = new ArrayList<>();

  @Test
  void a_question_finds_tables_as_they_should_be_or_brings_them_there_or_says_there_are_none() {
    try (EmbeddedDatabase server = EmbeddedDatabase.open(data)) {
      DatabaseAccess access = server.access();
      assertThatThrownBy(
              () -> newest(DirectDatabase.connect(access, "2min", () -> told.add("behind"))))
          .isInstanceOf(DatabaseStartException.class)
          .hasMessageContaining("is empty");

      assertThat(newest(DirectDatabase.connectOrMake(access, "2min", () -> told.add("behind"))))
          .isEqualTo(Schema.newest());
      assertThat(newest(DirectDatabase.connect(access, "2min", () -> told.add("behind"))))
          .isEqualTo(Schema.newest());
      assertThat(told).as("tables of this program").isEmpty();
    }
  }

  @Test
  void a_statement_that_takes_too_long_is_ended_and_a_migration_has_all_time() {
    try (EmbeddedDatabase server = EmbeddedDatabase.open(data)) {
      DirectDatabase.connectOrMake(server.access(), "1ms", () -> told.add("behind")).close();
      try (DirectDatabase direct =
          DirectDatabase.connect(server.access(), "200ms", () -> told.add("behind"))) {
        assertThatThrownBy(() -> direct.database().list("select pg_sleep(20)", row -> ""))
            .isInstanceOf(StoreUnavailableException.class)
            .hasMessage("The database took too long to answer.");
      }
    }
  }

  @Test
  void tables_of_an_earlier_program_are_brought_up_to_date_with_a_word() {
    try (EmbeddedDatabase server = EmbeddedDatabase.open(data)) {
      DatabaseAccess access = server.access();
      Flyway.configure()
          .dataSource(access.url(), access.user(), access.password())
          .target(AN_EARLIER_VERSION)
          .load()
          .migrate();
      assertThat(newest(DirectDatabase.connect(access, "2min", () -> told.add("behind"))))
          .isEqualTo(Schema.newest());
      assertThat(told).containsExactly("behind");
    }
  }

  @Test
  void tables_of_a_later_program_are_refused_and_nobody_is_told_to_repair_them()
      throws SQLException {
    try (EmbeddedDatabase server = EmbeddedDatabase.open(data)) {
      DatabaseAccess access = server.access();
      assertThat(newest(DirectDatabase.connectOrMake(access, "2min", () -> told.add("behind"))))
          .isEqualTo(Schema.newest());
      access.checkTables();
      try (Connection connection = access.connect();
          Statement statement = connection.createStatement()) {
        statement.execute(
            "insert into flyway_schema_history select installed_rank + 1000, '9999', 'later', type,"
                + " 'V9999__later.sql', 1, installed_by, installed_on, 1, true"
                + " from flyway_schema_history order by installed_rank desc limit 1");
      }
      for (ThrowingCallable start :
          List.<ThrowingCallable>of(
              access::checkTables,
              () -> DirectDatabase.connect(access, "2min", () -> told.add("behind")),
              () -> DirectDatabase.connectOrMake(access, "2min", () -> told.add("behind")))) {
        assertThatThrownBy(start)
            .isInstanceOf(DatabaseStartException.class)
            .hasMessageContaining("by a newer Plumbline")
            .hasMessageContaining("Run that version again")
            .hasMessageNotContaining("repair");
      }
      assertThat(told).isEmpty();
    }
  }

  @Test
  void a_server_that_is_not_there_is_told_in_one_sentence() {
    DatabaseAccess nobody =
        new DatabaseAccess("jdbc:postgresql://127.0.0.1:1/plumbline", "plumbline", "secret");
    assertThatThrownBy(() -> DirectDatabase.connect(nobody, "2min", () -> told.add("behind")))
        .isInstanceOf(DatabaseStartException.class)
        .hasMessageContaining("does not answer")
        .hasMessageNotContaining("secret");
  }

  private static long newest(DirectDatabase direct) {
    try (direct) {
      return direct
          .database()
          .number("select max(version::int) from flyway_schema_history where success");
    }
  }
}
