package dev.plumbline.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.store.Table;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/**
 * The rule by which tables can be spread over several machines by domain (docs/growth.md): held
 * against the tables as migrations made them, and against the statements of the store.
 */
@QuarkusTest
class SpreadTablesTest {

  private static final Path STORE = Path.of("src/main/java/dev/plumbline");

  /** Of one report, of one domain's last judgement, of one page of the feed: whatever grows. */
  private static final Set<String> BOUNDED = Set.of("ReportQueries", "Summaries", "Feed");

  private static final Pattern STATEMENT =
      Pattern.compile("\"\"\"\\n(.*?)\"\"\"|\"((?:[^\"\\\\\\n]|\\\\.)*)\"", Pattern.DOTALL);

  private static final Pattern TABLE =
      Pattern.compile("\\b(?:from|join|into|update|using|copy)\\s+([a-z_]+)");

  /** A query within another that is tied to the row of a domain around it. */
  private static final Pattern TIED =
      Pattern.compile("\\(\\s*select\\b[^()]*\\bdomain_id = (?:d|domain)\\.id");

  /** A result without columns, the place of a row, a time or a number of each row. */
  private static final Pattern EMPTY_OR_VOLATILE =
      Pattern.compile(
          "\\bselect from (\\w+)(?! \\w+\\s+where \\w+\\.\\w+ =)|\\bctid\\b"
              + "|\\bupdate (\\w+)\\b[^;]*(?:clock_timestamp|random)\\(");

  @Inject DataSource database;

  private final Set<String> spread = new TreeSet<>();
  private final Set<String> byHash = new TreeSet<>();
  private final Set<String> whole = new TreeSet<>();
  private final Set<String> local = new TreeSet<>();

  @Test
  void the_script_says_of_every_table_where_it_is() throws IOException {
    read();
    Set<String> named = new TreeSet<>(spread);
    named.addAll(byHash);
    named.addAll(whole);
    named.addAll(local);
    assertThat(spread.size() + byHash.size() + whole.size() + local.size())
        .as("each once")
        .isEqualTo(named.size());
    assertThat(named)
        .containsExactlyInAnyOrderElementsOf(
            Table.rows(
                database,
                """
                select relname from pg_class
                where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
                  and not relispartition and relname <> 'flyway_schema_history'\
                """));
  }

  @Test
  void every_key_of_a_table_that_is_spread_holds_the_domain() throws IOException {
    read();
    assertThat(
            Table.rows(
                database,
                """
                select c.relname || ': ' || i.indexrelid::regclass
                from pg_index i join pg_class c on c.oid = i.indrelid
                where i.indisunique and c.relname in (%s) and not exists (
                  select from pg_attribute a
                  where a.attrelid = c.oid and a.attname = 'domain_id' and a.attnum = any(i.indkey))\
                """
                    .formatted(quoted(spread))))
        .isEmpty();
    assertThat(
            Table.rows(
                database,
                """
                select c.relname from pg_class c where c.relname in (%s) and not exists (
                  select from pg_attribute a where a.attrelid = c.oid and a.attname = 'domain_id')\
                """
                    .formatted(quoted(spread))))
        .isEmpty();
  }

  @Test
  void every_key_of_a_table_that_is_spread_by_hash_is_the_hash() throws IOException {
    read();
    assertThat(byHash).isNotEmpty();
    assertThat(
            Table.rows(
                database,
                """
                select c.relname || ': ' || pg_get_indexdef(i.indexrelid, 1, true)
                from pg_index i join pg_class c on c.oid = i.indrelid
                where i.indisunique and c.relname in (%s)\
                """
                    .formatted(quoted(byHash))))
        .isNotEmpty()
        .allMatch(key -> key.endsWith(": sha256"));
    assertThat(
            Table.rows(
                database,
                """
                select k.conname from pg_constraint k
                where k.contype = 'f' and (k.conrelid::regclass::text in (%1$s)
                  or k.confrelid::regclass::text in (%1$s))\
                """
                    .formatted(quoted(byHash))))
        .as("references, which would have to be on one machine")
        .isEmpty();
  }

  @Test
  void a_table_that_is_spread_has_no_triggers_and_refers_to_nothing_local() throws IOException {
    read();
    assertThat(
            Table.rows(
                database,
                """
                select c.relname || ': ' || t.tgname from pg_trigger t
                join pg_class c on c.oid = t.tgrelid
                where not t.tgisinternal and c.relname in (%s)\
                """
                    .formatted(quoted(spread))))
        .isEmpty();
    String script = DeployFiles.text("citus/distribute.sql");
    assertThat(
            Table.rows(
                    database,
                    """
                    select k.conname from pg_constraint k join pg_class c on c.oid = k.conrelid
                    join pg_class t on t.oid = k.confrelid
                    where k.contype = 'f' and c.relname in (%s) and t.relname in (%s)\
                    """
                        .formatted(quoted(spread), quoted(local)))
                .stream()
                .filter(key -> !script.contains("drop constraint if exists " + key + ";")))
        .as("references that the script takes away")
        .isEmpty();
  }

  @Test
  void no_statement_joins_what_is_spread_with_what_is_local_or_ties_a_query_to_a_domain()
      throws IOException {
    read();
    spread.addAll(views());
    List<String> mixed = new ArrayList<>();
    List<String> tied = new ArrayList<>();
    AtomicInteger statements = new AtomicInteger();
    eachText(
        (type, text) -> {
          Set<String> tables = tables(text);
          statements.addAndGet(tables.isEmpty() ? 0 : 1);
          if (tables.stream().anyMatch(spread::contains)
              && tables.stream().anyMatch(local::contains)
              && !BOUNDED.contains(type)) {
            mixed.add(type + ": " + text.strip());
          }
          if (tables.stream().anyMatch(byHash::contains)
              && tables.stream()
                  .anyMatch(
                      one -> Stream.of(spread, whole, local).anyMatch(s -> s.contains(one)))) {
            mixed.add(type + ": " + text.strip());
          }
          if (TIED.matcher(text).find()) {
            tied.add(type + ": " + text.strip());
          }
        });
    assertThat(statements.get()).isGreaterThan(150);
    assertThat(mixed).isEmpty();
    assertThat(tied).isEmpty();
  }

  @Test
  void no_statement_says_what_a_cluster_refuses() throws IOException {
    read();
    spread.addAll(views());
    List<String> refused = new ArrayList<>();
    eachText(
        (type, text) ->
            EMPTY_OR_VOLATILE
                .matcher(text)
                .results()
                .filter(
                    one -> {
                      String table = one.group(1) != null ? one.group(1) : one.group(2);
                      return table == null || spread.contains(table);
                    })
                .forEach(one -> refused.add(type + ": " + one.group())));
    assertThat(refused).isEmpty();
  }

  @Test
  void views_that_look_for_open_days_of_all_domains_are_others_in_a_cluster() throws IOException {
    Set<String> others = new TreeSet<>();
    find("create or replace view (\\w+)", DeployFiles.text("citus/views.sql"), others);
    assertThat(others)
        .containsAll(
            Table.rows(
                database,
                """
                select viewname from pg_views
                where schemaname = 'public' and definition ~ 'SELECT\\s+FROM '\
                """));
  }

  private List<String> views() {
    return Table.rows(database, "select viewname from pg_views where schemaname = 'public'");
  }

  /** Hands on every text in the code, with the name of the type it is in. */
  private static void eachText(BiConsumer<String, String> found) throws IOException {
    try (Stream<Path> files = Files.walk(STORE)) {
      for (Path file : files.filter(one -> one.toString().endsWith(".java")).sorted().toList()) {
        String type = file.getFileName().toString().replace(".java", "");
        Matcher text = STATEMENT.matcher(Files.readString(file));
        while (text.find()) {
          found.accept(type, text.group(1) == null ? text.group(2) : text.group(1));
        }
      }
    }
  }

  private static Set<String> tables(String text) {
    Set<String> tables = new TreeSet<>();
    if (text.matches("(?s).*\\b(select|insert|update|delete|copy)\\b.*")) {
      TABLE.matcher(text).results().forEach(one -> tables.add(one.group(1)));
    }
    return tables;
  }

  private void read() throws IOException {
    String script = DeployFiles.text("citus/distribute.sql");
    find("create_distributed_table\\(''(\\w+)'', ''domain_id''", script, spread);
    list("by_domain", script, spread);
    list("by_hash", script, byHash);
    list("whole", script, whole);
    Matcher line = Pattern.compile("(?m)^-- +local: (.*)$").matcher(script);
    while (line.find()) {
      local.addAll(List.of(line.group(1).split(" ")));
    }
  }

  /** Of a list of values that is named behind it. */
  private static void list(String name, String script, Set<String> found) {
    String before = script.substring(0, script.indexOf(") as " + name + " (name)"));
    find("\\('(\\w+)'\\)", before.substring(before.lastIndexOf("(values")), found);
  }

  private static void find(String pattern, String text, Set<String> found) {
    Pattern.compile(pattern).matcher(text).results().forEach(one -> found.add(one.group(1)));
  }

  private static String quoted(Set<String> names) {
    return "'" + String.join("', '", names) + "'";
  }
}
