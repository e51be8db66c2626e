package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * On a real Citus, the coordinator of which {@code PLUMBLINE_TEST_CITUS_URL} names ({@code _USER},
 * {@code _PASSWORD}): tables are made and spread, reports come in, and figures are those of the
 * rows. <b>The database is wiped.</b> Skipped where there is none.
 */
class CitusTest {

  private static final Optional<String> URL =
      Optional.ofNullable(System.getenv("PLUMBLINE_TEST_CITUS_URL"));
  private static final String USER =
      System.getenv().getOrDefault("PLUMBLINE_TEST_CITUS_USER", "plumbline");
  private static final String PASSWORD =
      System.getenv().getOrDefault("PLUMBLINE_TEST_CITUS_PASSWORD", "");

  @Test
  void an_empty_database_is_spread_and_takes_reports_in() throws Exception {
    needCitus();
    wipe();
    assertThat(run("migrate")).isZero();
    distribute();
    assertThat(run("ingest", "--unjudged", "sample-reports")).isNotEqualTo(2);
    assertSpread();
  }

  @Test
  void a_filled_database_is_spread_and_keeps_its_figures() throws Exception {
    needCitus();
    wipe();
    assertThat(run("ingest", "--unjudged", "sample-reports")).isNotEqualTo(2);
    List<String> before = figures();
    distribute();
    assertThat(figures()).isEqualTo(before);
    assertSpread();
  }

  private static void assertSpread() throws SQLException {
    assertThat(run("totals")).as("totals equal the rows").isZero();
    assertThat(run("totals", "--rebuild")).isZero();
    assertThat(run("domains")).isZero();
    assertThat(run("reporters")).isZero();
    assertThat(run("tls")).isZero();
    assertThat(run("failure-reports", "harbourlight.example")).isZero();
    assertThat(run("export", "reports", "--format", "ndjson")).isIn(0, 2);
    assertThat(run("reparse", "harbourlight.example")).isZero();
    assertThat(run("totals")).isZero();
    assertThat(
            rows(
                "select count(distinct nodename || ':' || nodeport) >= 1 from citus_shards where"
                    + " table_name = 'report'::regclass"))
        .containsExactly("t");
  }

  private static void needCitus() {
    if (URL.isEmpty()) {
      System.out.println("SKIPPED: CitusTest needs PLUMBLINE_TEST_CITUS_URL");
    }
    assumeTrue(URL.isPresent(), "needs PLUMBLINE_TEST_CITUS_URL");
  }

  private static void wipe() throws SQLException {
    execute("drop schema public cascade");
    execute("create schema public");
    execute("create extension if not exists citus");
  }

  /** As psql runs the script: statement by statement. */
  private static void distribute() throws IOException, SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String one :
          Files.readString(Path.of("deploy/citus/distribute.sql")).split("(?m);\\s*$|\\\\gexec")) {
        String sql = one.replaceAll("(?m)^\\s*--.*$", "").replaceAll("(?m)^\\\\.*$", "").strip();
        if (sql.startsWith("select format(")) {
          String made;
          try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            made = row.getString(1);
          }
          statement.execute(made);
        } else if (!sql.isEmpty()) {
          statement.execute(sql);
        }
      }
    }
  }

  private static List<String> figures() throws SQLException {
    return rows(
        "select d.name || ' ' || count(*) || ' ' || sum(r.message_count) from report r"
            + " join domain d on d.id = r.domain_id group by d.name order by d.name");
  }

  private static int run(String... command) {
    System.setProperty("plumbline.db.url", URL.orElseThrow());
    System.setProperty("plumbline.db.user", USER);
    System.setProperty("plumbline.db.password", PASSWORD);
    try {
      return Main.run(command);
    } finally {
      for (String name : List.of("url", "user", "password")) {
        System.clearProperty("plumbline.db." + name);
      }
    }
  }

  private static Connection connect() throws SQLException {
    return DriverManager.getConnection(URL.orElseThrow(), USER, PASSWORD);
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> rows(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (row.next()) {
        rows.add(row.getString(1));
      }
      return rows;
    }
  }
}
