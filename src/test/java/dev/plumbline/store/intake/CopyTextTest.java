package dev.plumbline.store.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.store.Database;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rows sent by COPY over a connection that does not live to its end. */
@QuarkusTest
class CopyTextTest {

  @Inject Database database;

  @AfterEach
  void dropAll() {
    database.write("drop table if exists copied_to_the_end");
    database.write("drop function if exists end_of_connection");
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD, unit = TimeUnit.SECONDS)
  void where_the_connection_breaks_while_rows_are_copied_nobody_waits_for_its_end() {
    database.write("create table copied_to_the_end (number bigint)");
    database.write(
        """
        create function end_of_connection() returns trigger language plpgsql as $$
          begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$""");
    database.write(
        """
        create trigger ends before insert on copied_to_the_end
        for each row execute function end_of_connection()""");
    assertThatThrownBy(
            () ->
                database.doInTransaction(
                    connection ->
                        CopyText.send(connection, "copy copied_to_the_end from stdin", "1\n")))
        .satisfies(failure -> assertThat(Database.isDown(failure)).isTrue());
    assertThat(database.number("select count(*) from copied_to_the_end")).isZero();
  }
}
