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
    distribute();
    assertThat(figures()).isEqualTo(before);
    assertSpread();
  }

  private static void assertSpread() throws Exception {
    assertThat(run("totals")).as("totals equal the rows").isZero();
    assertThat(run("totals", "--rebuild")).isZero();
    assertThat(run("domains")).as("1: not judged").isIn(0, 1);
    assertThat(run("reporters")).isZero();
    assertThat(run("tls")).isZero();
    assertThat(run("failure-reports", "harbourlight.example")).isZero();
    for (String kind : List.of("reports", "rows", "changes", "senders", "sources")) {
      assertThat(run("export", kind, "--format", "ndjson")).as(kind).isZero();
    }
    assertThat(run("totals")).isZero();
    assertThat(run("decide", "harbourlight.example", "service:askwell.example", "ours")).isZero();
    Path file = Files.createTempDirectory("plumbline-citus").resolve("backup");
    assertThat(run("backup", file.toString())).isZero();
    assertThat(rows("select count(*) from citus_tables where table_name = 'report'::regclass"))
        .containsExactly("1");
  }

  private static void needCitus() {
    if (URL.isEmpty()) {
      System.out.println("SKIPPED: CitusTest needs PLUMBLINE_TEST_CITUS_URL");
    }
    assumeTrue(URL.isPresent(), "needs PLUMBLINE_TEST_CITUS_URL");
  }

  /** Not by dropping the schema: the extension in it may be somebody else's. */
  private static void wipe() throws SQLException {
    for (String drop :
        rows(
            """
            select format('drop %s if exists %s cascade', what, name) from (
              select case relkind when 'S' then 2 else 1 end as turn,
                case relkind when 'v' then 'view' when 'S' then 'sequence' else 'table' end as what,
                oid::regclass::text as name, oid, 'pg_class'::regclass as kind
              from pg_class where relkind in ('r', 'p', 'v', 'S') and not relispartition
                and relnamespace = 'public'::regnamespace
              union all
              select 3, 'function', oid::regprocedure::text, oid, 'pg_proc'::regclass
              from pg_proc where pronamespace = 'public'::regnamespace) them
            where not exists (select from pg_depend d
              where d.classid = kind and d.objid = them.oid and d.deptype = 'e')
            order by turn\
            """)) {
      execute(drop);
    }
    execute("create extension if not exists citus");
  }

  /** As psql runs the script: statement by statement, what one gives as statements of their own. */
  private static void distribute() throws IOException, SQLException {
    Path folder = Path.of("deploy/citus");
    String script =
        Files.readString(folder.resolve("distribute.sql"))
            .replace("\\ir views.sql", Files.readString(folder.resolve("views.sql")))
            .replaceAll("(?m)^\\s*--.*$", "")
            .replaceAll("(?m)^\\\\set .*$", "");
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String one : script.split(";\\s*\\n|(?<=\\\\gexec)\\s*\\n")) {
        String sql = one.replace("\\gexec", "").strip();
        if (one.endsWith("\\gexec")) {
          List<String> made = new ArrayList<>();
          try (ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
              made.add(row.getString(1));
            }
          }
          for (String each : made) {
            statement.execute(each);
          }
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
