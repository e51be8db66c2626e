package dev.plumbline.store.backup;

import dev.plumbline.store.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which tables there are, as the database itself tells. */
final class Tables {

  /** Of the moment, or kept by whoever makes the tables. */
  private static final Set<String> LEFT_OUT = Set.of("flyway_schema_history", "lease", "replica");

  private Tables() {}

  /** A table with the columns that are written; what is generated is not. */
  record Table(String name, List<String> columns) {

    String columnList() {
      return columns.stream().map(Tables::quoted).collect(Collectors.joining(", "));
    }
  }

  private record Reference(String from, String to) {}

  /** All tables that are kept, each after those it refers to. */
  static List<Table> kept(Connection connection) throws SQLException {
    List<Table> found = new ArrayList<>();
    for (Table table : all(connection)) {
      if (!LEFT_OUT.contains(table.name())) {
        found.add(table);
      }
    }
    return ordered(found, references(connection));
  }

  /** All tables but Flyway's own; partitions are part of theirs. */
  static List<Table> all(Connection connection) throws SQLException {
    return Database.list(
        connection,
        """
        select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
        from pg_class c join pg_attribute a on a.attrelid = c.oid
        where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
          and not c.relispartition and c.relname <> 'flyway_schema_history'
          and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
        group by c.relname order by c.relname\
        """,
        row -> new Table(row.getString("name"), Database.texts(row, "columns")));
  }

  private static List<Reference> references(Connection connection) throws SQLException {
    return Database.list(
        connection,
        """
        select f.relname as source, t.relname as target
        from pg_constraint k join pg_class f on f.oid = k.conrelid
        join pg_class t on t.oid = k.confrelid
        where k.contype = 'f' and k.conrelid <> k.confrelid
          and f.relnamespace = current_schema()::regnamespace\
        """,
        row -> new Reference(row.getString("source"), row.getString("target")));
  }

  private static List<Table> ordered(List<Table> tables, List<Reference> references) {
    List<Table> left = new ArrayList<>(tables);
    left.sort(Comparator.comparing(Table::name));
    List<Table> ordered = new ArrayList<>();
    while (!left.isEmpty()) {
      Set<String> waiting = new HashSet<>();
      left.forEach(table -> waiting.add(table.name()));
      List<Table> ready =
          left.stream()
              .filter(
                  table ->
                      references.stream()
                          .filter(one -> one.from().equals(table.name()))
                          .noneMatch(one -> waiting.contains(one.to())))
              .toList();
      if (ready.isEmpty()) {
        throw new IllegalStateException("Tables refer to each other: " + new TreeSet<>(waiting));
      }
      ordered.addAll(ready);
      left.removeAll(ready);
    }
    return ordered;
  }

  /** Months with partitions of their own, as they are named. */
  static List<String> months(Connection connection) throws SQLException {
    return Database.list(
        connection,
        """
        select distinct substring(c.relname from '\\d{4}_\\d{2}$') as month
        from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
          and c.relname ~ '_\\d{4}_\\d{2}$'
        order by 1\
        """,
        row -> row.getString("month"));
  }

  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
