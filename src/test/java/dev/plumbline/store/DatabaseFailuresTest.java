package dev.plumbline.store;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.transaction.RollbackException;
import java.net.ConnectException;
import java.sql.SQLException;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.Test;

/** What a failure says of the database, however it is wrapped. */
class DatabaseFailuresTest {

  @Test
  void a_commit_whose_connection_broke_speaks_of_the_server() {
    Exception failure = new RollbackException("Could not commit transaction.");
    XAException suppressed = new XAException(XAException.XAER_RMFAIL);
    suppressed.initCause(new SQLException("terminating connection", "57P01"));
    failure.addSuppressed(suppressed);
    assertThat(Database.isDown(new IllegalStateException(failure))).isTrue();
    assertThat(Database.state(failure)).isEqualTo("57P01");
  }

  @Test
  void failures_that_name_each_other_are_seen_once() {
    Exception failure = new RollbackException("Could not commit transaction.");
    XAException suppressed = new XAException(XAException.XA_RBROLLBACK);
    suppressed.initCause(failure);
    failure.addSuppressed(suppressed);
    assertThat(Database.isDown(failure)).isFalse();
    assertThat(Database.state(failure)).isEmpty();
  }

  @Test
  void a_value_that_the_database_refused_does_not() {
    SQLException refused = new SQLException("value out of range", "22003");
    assertThat(Database.isDown(new IllegalStateException(refused))).isFalse();
    assertThat(Database.isAboutData(new IllegalStateException(refused))).isTrue();
  }

  @Test
  void a_connection_that_was_refused_speaks_of_the_server() {
    assertThat(Database.isDown(new IllegalStateException(new ConnectException("refused"))))
        .isTrue();
    assertThat(Database.isDown(new SQLException("Acquisition timeout"))).isTrue();
  }
}
