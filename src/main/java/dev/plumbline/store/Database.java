package dev.plumbline.store;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.ConnectException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The one way to ask and to write by SQL. All methods throw {@link StoreUnavailableException} while
 * the database is down, and {@link IllegalStateException} if it refuses what it was asked, which is
 * a mistake of ours. Where the calling thread has a transaction of the container, as methods have
 * that work on entities, everything here is part of it.
 */
@Singleton
public class Database {

  private static final int FETCH_ROWS = 1_000;

  /** Two transactions that met in opposite order; one is rolled back and may simply run again. */
  private static final Set<String> CLASHES = Set.of("40001", "40P01");

  private static final int TRIES = 5;

  /** As a standby answers, or a server that was set so. */
  private static final String READ_ONLY = "25006";

  /** What PostgreSQL says of a statement that it ended, since it took longer than it may. */
  private static final String CANCELED = "57014";

  private final DataSource source;
  private final ReadSource late;

  /** Asks one server for everything. */
  public Database(DataSource source) {
    this(source, ReadSource.NONE);
  }

  /** Asks another one for what may be read late. */
  @Inject
  public Database(DataSource source, ReadSource late) {
    this.source = source;
    this.late = late;
  }

  /** Turns the current row into a value. */
  @FunctionalInterface
  public interface Mapper<T> {
    T map(ResultSet row) throws SQLException;
  }

  /** What is done within a transaction; run again if it clashed with another. */
  @FunctionalInterface
  public interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  /** As {@link Work}, without a value. */
  @FunctionalInterface
  public interface Task {
    void run(Connection connection) throws SQLException;
  }

  /** Sets the parameters of a statement for one value. */
  @FunctionalInterface
  public interface Binder<T> {
    void bind(PreparedStatement statement, T value) throws SQLException;
  }

  public <T> List<T> list(String sql, Mapper<T> mapper, @Nullable Object... parameters) {
    return read(connection -> list(connection, sql, mapper, parameters));
  }

  /**
   * As {@link #list(String, Mapper, Object...)}, but the server may keep its plan: where planning
   * costs more than the rows, and no choice of the plan depends on the parameters.
   */
  public <T> List<T> listByKeptPlan(String sql, Mapper<T> mapper, @Nullable Object... parameters) {
    return read(
        connection -> {
          boolean done = false;
          try (PreparedStatement statement = KeptPlan.prepare(connection, sql)) {
            List<T> values = list(statement, mapper, parameters);
            done = true;
            return values;
          } finally {
            KeptPlan.end(connection, done);
          }
        });
  }

  private <T> List<T> read(Work<List<T>> work) {
    Optional<Connection> elsewhere = late.connection();
    if (elsewhere.isPresent()) {
      try (Connection connection = elsewhere.get()) {
        return work.run(connection);
      } catch (SQLException e) {
        if (isTooSlow(e) || isAboutData(e)) {
          throw failure(e); // Another server would say the same, and as late.
        }
        late.failed(e);
      }
    }
    try (Connection connection = connect()) {
      return work.run(connection);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  public <T> Optional<T> first(String sql, Mapper<T> mapper, @Nullable Object... parameters) {
    return list(sql, mapper, parameters).stream().findFirst();
  }

  public long number(String sql, @Nullable Object... parameters) {
    return first(sql, row -> row.getLong(1), parameters).orElse(0L);
  }

  /** Whatever its reason is, a database that gives no connection is away. */
  private Connection connect() {
    try {
      return source.getConnection();
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  /** Runs one statement that changes rows, and says how many. */
  public int write(String sql, @Nullable Object... parameters) {
    try (Connection connection = connect()) {
      return write(connection, sql, parameters);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** Runs one statement for each value, all of them in one transaction. */
  public <T> void writeAll(String sql, Iterable<T> values, Binder<T> binder) {
    if (values.iterator().hasNext()) {
      doInTransaction(connection -> writeAll(connection, sql, values, binder));
    }
  }

  /**
   * Runs work in one transaction. When this returns, everything is committed; when it throws,
   * nothing is. Work that clashed with another transaction is run again.
   */
  public <T> T inTransaction(Work<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return once(work);
      } catch (SQLException | RuntimeException e) {
        if (attempt == TRIES || !CLASHES.contains(state(e))) {
          throw failure(e);
        }
      }
    }
  }

  /** As {@link #inTransaction(Work)}. */
  public void doInTransaction(Task task) {
    inTransaction(
        connection -> {
          task.run(connection);
          return true;
        });
  }

  private <T> T once(Work<T> work) throws SQLException {
    try (Connection connection = connect()) {
      if (!connection.getAutoCommit()) {
        return work.run(connection); // Its owner commits, or does not.
      }
      connection.setAutoCommit(false);
      boolean done = false;
      try {
        T value = work.run(connection);
        connection.commit();
        done = true;
        return value;
      } finally {
        end(connection, done);
      }
    }
  }

  /** A connection that cannot even roll back is of no use, and says so by itself. */
  private static void end(Connection connection, boolean committed) throws SQLException {
    try {
      if (!committed) {
        connection.rollback();
      }
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      if (committed) {
        throw e;
      }
    }
  }

  /** As {@link #list(String, Mapper, Object...)}, within a transaction. */
  public static <T> List<T> list(
      Connection connection, String sql, Mapper<T> mapper, @Nullable Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      return list(statement, mapper, parameters);
    }
  }

  private static <T> List<T> list(
      PreparedStatement statement, Mapper<T> mapper, @Nullable Object... parameters)
      throws SQLException {
    statement.setFetchSize(FETCH_ROWS);
    bind(statement, parameters);
    List<T> values = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        values.add(mapper.map(row));
      }
    }
    return WholeAnswer.of(statement, values);
  }

  /** Looks at the current row, and says whether it wants to see more. */
  @FunctionalInterface
  public interface Visitor {
    boolean visit(ResultSet row) throws SQLException;
  }

  /**
   * Hands rows on as they come, whatever their number, within a transaction.
   *
   * @return whether they were all wanted
   */
  public static boolean each(
      Connection connection, String sql, Visitor visitor, @Nullable Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setFetchSize(FETCH_ROWS);
      bind(statement, parameters);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          if (!visitor.visit(row)) {
            return false;
          }
        }
      }
      return WholeAnswer.of(statement, true);
    }
  }

  /** As {@link #first(String, Mapper, Object...)}, within a transaction. */
  public static <T> Optional<T> first(
      Connection connection, String sql, Mapper<T> mapper, @Nullable Object... parameters)
      throws SQLException {
    return list(connection, sql, mapper, parameters).stream().findFirst();
  }

  /** Runs a command that takes no parameters, within a transaction. */
  public static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /**
   * Lets the statements of this transaction take as long as bulk work may. Others end within the
   * limit that each connection begins with.
   */
  public static void takeTime(Connection connection) throws SQLException {
    run(connection, "set local statement_timeout = '1h'");
  }

  /** As {@link #write(String, Object...)}, within a transaction. */
  public static int write(Connection connection, String sql, @Nullable Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, parameters);
      return WholeAnswer.of(statement, statement.executeUpdate());
    }
  }

  /** As {@link #writeAll(String, Iterable, Binder)}, within a transaction. */
  public static <T> void writeAll(
      Connection connection, String sql, Iterable<T> values, Binder<T> binder) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (T value : values) {
        binder.bind(statement, value);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private static void bind(PreparedStatement statement, @Nullable Object... parameters)
      throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameter(parameters[i]));
    }
  }

  private static @Nullable Object parameter(@Nullable Object value) {
    if (value instanceof Instant at) {
      return at.atOffset(ZoneOffset.UTC);
    }
    return SqlText.cleanIfText(value);
  }

  public static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }

  public static Instant requiredInstant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  /** The texts of an array column; none if it is null. */
  public static List<String> texts(ResultSet row, String column) throws SQLException {
    Array array = row.getArray(column);
    return array == null ? List.of() : Arrays.asList((String[]) array.getArray());
  }

  /** The SQLSTATE of a failure, wherever it is wrapped; empty if it is none of SQL's. */
  public static String state(Throwable failure) {
    for (Throwable one : behind(failure)) {
      if (one instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState();
      }
    }
    return "";
  }

  /**
   * A failure, what caused it, and what was suppressed for it: of a commit that failed, the
   * container keeps what the database said among the suppressed.
   */
  private static List<Throwable> behind(Throwable failure) {
    Set<Throwable> found = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Throwable> inOrder = new ArrayList<>();
    Deque<Throwable> toSee = new ArrayDeque<>(List.of(failure));
    while (!toSee.isEmpty()) {
      Throwable one = toSee.remove();
      if (found.add(one)) {
        inOrder.add(one);
        if (one.getCause() != null) {
          toSee.add(one.getCause());
        }
        toSee.addAll(Arrays.asList(one.getSuppressed()));
      }
    }
    return inOrder;
  }

  /** Whether a statement was ended since it took longer than it may. */
  public static boolean isTooSlow(Throwable failure) {
    return state(failure).equals(CANCELED);
  }

  /** Whether the values were at fault: 22 data exception, 54 program limit exceeded. */
  public static boolean isAboutData(Throwable failure) {
    String state = state(failure);
    return state.startsWith("22") || state.startsWith("54");
  }

  private static RuntimeException failure(Exception e) {
    if (e instanceof StoreUnavailableException unavailable) {
      return unavailable;
    }
    if (isTooSlow(e)) {
      return new StoreUnavailableException("The database took too long to answer.", e);
    }
    if (isDown(e)) {
      return unavailable(e);
    }
    return e instanceof RuntimeException ours
        ? ours
        : new IllegalStateException("The database refused it: " + e.getMessage(), e);
  }

  /** With the reason that the database gives, in a sentence. */
  static StoreUnavailableException unavailable(Throwable cause) {
    return new StoreUnavailableException(
        switch (state(cause)) {
          case "53100" -> "The disk of the database is full.";
          case "53200" -> "The database has no memory left.";
          case "53300" -> "The database takes no more connections.";
          case READ_ONLY -> "The database is read-only.";
          case "58030" -> "The database cannot read or write its files.";
          default -> "The database cannot be reached.";
        },
        cause);
  }

  /** Whether a failure speaks of the server, by its class of SQLSTATE, not of what it was asked. */
  public static boolean isDown(Throwable failure) {
    String state = state(failure);
    if (state.startsWith("08")
        || state.startsWith("57P")
        || state.startsWith("53")
        || state.startsWith("58")
        || state.equals(READ_ONLY)
        || state.equals(CANCELED)
        || state.equals("55P03")) {
      return true;
    }
    return behind(failure).stream()
        .anyMatch(
            one ->
                one instanceof StoreUnavailableException
                    || one instanceof ConnectException
                    || (one instanceof SQLException sql && sql.getSQLState() == null));
  }
}
