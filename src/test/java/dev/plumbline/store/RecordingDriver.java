package dev.plumbline.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.logging.Logger;

/**
 * The driver of PostgreSQL for all tests of the application. While one of them records, each query
 * is explained, too, by the database that runs it and with the parameters it is run with.
 */
public final class RecordingDriver implements Driver {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<Statement> RECORDED = new ArrayList<>();
  private static volatile boolean recording;

  private final Driver driver = new org.postgresql.Driver();

  /**
   * A statement that was run.
   *
   * @param plan what the database did, as {@code explain (analyze, format json)} tells it
   * @param callers the methods of ours it was run by, as {@code type.method}
   */
  public record Statement(String sql, JsonNode plan, Set<String> callers) {}

  /** Something to be watched. */
  @FunctionalInterface
  public interface Work {
    void run();
  }

  /** The statements that some work has run, by all threads. */
  public static List<Statement> during(Work work) {
    synchronized (RECORDED) {
      RECORDED.clear();
    }
    recording = true;
    try {
      work.run();
    } finally {
      recording = false;
    }
    synchronized (RECORDED) {
      return List.copyOf(RECORDED);
    }
  }

  @Override
  public Connection connect(String url, Properties info) throws SQLException {
    Connection connection = driver.connect(url, info);
    return connection == null
        ? null
        : proxy(Connection.class, (method, arguments) -> prepare(connection, method, arguments));
  }

  private static Object prepare(Connection connection, Method method, Object[] arguments)
      throws Throwable {
    Object result = call(connection, method, arguments);
    if (!recording || !(result instanceof PreparedStatement statement)) {
      return result;
    }
    String sql = (String) arguments[0];
    Map<Object, Object[]> parameters = new LinkedHashMap<>();
    Map<Object, Method> setters = new LinkedHashMap<>();
    return proxy(
        PreparedStatement.class,
        (called, values) -> {
          if (called.getName().startsWith("set") && values != null && values.length > 1) {
            setters.put(values[0], called);
            parameters.put(values[0], values);
          }
          if (called.getName().startsWith("execute")) {
            record(connection, sql, setters, parameters);
          }
          return call(statement, called, values);
        });
  }

  private static void record(
      Connection connection, String sql, Map<Object, Method> setters, Map<Object, Object[]> values)
      throws Throwable {
    String begin = sql.strip().toLowerCase(Locale.ROOT);
    if (!recording || !(begin.startsWith("select") || begin.startsWith("with"))) {
      return;
    }
    try (PreparedStatement explain =
        connection.prepareStatement("explain (analyze, timing off, format json) " + sql)) {
      for (Map.Entry<Object, Method> setter : setters.entrySet()) {
        call(explain, setter.getValue(), values.get(setter.getKey()));
      }
      try (ResultSet row = explain.executeQuery()) {
        row.next();
        add(new Statement(sql, parse(row.getString(1)).get(0).get("Plan"), callers()));
      }
    }
  }

  private static void add(Statement statement) {
    synchronized (RECORDED) {
      RECORDED.add(statement);
    }
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Set<String> callers() {
    Set<String> callers = new LinkedHashSet<>();
    for (StackTraceElement frame : Thread.currentThread().getStackTrace()) {
      if (frame.getClassName().startsWith("dev.plumbline.")) {
        callers.add(
            frame.getClassName().replaceFirst("_(Subclass|ClientProxy)$", "")
                + "."
                + frame.getMethodName());
      }
    }
    return callers;
  }

  private interface Handler {
    Object handle(Method method, Object[] arguments) throws Throwable;
  }

  private static <T> T proxy(Class<T> type, Handler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            RecordingDriver.class.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> handler.handle(method, arguments)));
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  @Override
  public boolean acceptsURL(String url) throws SQLException {
    return driver.acceptsURL(url);
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) throws SQLException {
    return driver.getPropertyInfo(url, info);
  }

  @Override
  public int getMajorVersion() {
    return driver.getMajorVersion();
  }

  @Override
  public int getMinorVersion() {
    return driver.getMinorVersion();
  }

  @Override
  public boolean jdbcCompliant() {
    return driver.jdbcCompliant();
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getLogger("org.postgresql");
  }
}
