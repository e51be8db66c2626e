package dev.plumbline.bench;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamReader;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * The least that storing reports can cost on one connection: the bare parser, then COPY into one
 * table with two indexes, a commit every 20,000 rows; nothing checked, no totals, no raw bytes.
 *
 * <p>Arguments: the corpus folder, JDBC address, user, password. Prints rows a second.
 */
public final class SerialLimit {

  private static final int COMMIT_ROWS = 20_000;
  private static final XMLInputFactory AALTO = new InputFactoryImpl();

  private final Connection connection;
  private final StringBuilder lines = new StringBuilder();
  private long rows;
  private long report;

  private SerialLimit(Connection connection) {
    this.connection = connection;
  }

  public static void main(String[] arguments) throws Exception {
    List<byte[]> files = read(Path.of(arguments[0]).resolve("gz"));
    try (Connection connection =
        DriverManager.getConnection(arguments[1], arguments[2], arguments[3])) {
      connection.setAutoCommit(false);
      for (int round = 0; round < 3; round++) {
        SerialLimit limit = new SerialLimit(connection);
        limit.prepare();
        long start = System.nanoTime();
        for (byte[] file : files) {
          limit.read(file);
        }
        limit.commit();
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf("serial limit %,.0f rows/s%n", limit.rows / seconds);
      }
    }
  }

  private static List<byte[]> read(Path folder) throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths
          .sorted()
          .map(
              path -> {
                try {
                  return Files.readAllBytes(path);
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              })
          .toList();
    }
  }

  private void prepare() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("drop table if exists serial_limit");
      statement.execute(
          """
          create table serial_limit (report_id bigint not null, domain text not null,
            day date not null, source inet not null, messages bigint not null, disposition text,
            dkim text, spf text, header_from text, envelope_from text, dkim_domain text,
            selector text)""");
      statement.execute("create index on serial_limit (domain, day)");
      statement.execute("create index on serial_limit (source)");
    }
    connection.commit();
  }

  private void read(byte[] file) throws Exception {
    report++;
    Map<String, String> fields = new HashMap<>();
    String domain = "";
    long begin = 0;
    boolean record = false;
    boolean policy = false;
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(file), 8192)) {
      XMLStreamReader reader = AALTO.createXMLStreamReader(in);
      String name = "";
      while (reader.hasNext()) {
        int event = reader.next();
        if (event == XMLStreamConstants.START_ELEMENT) {
          name = reader.getLocalName();
          record |= name.equals("record");
          policy |= name.equals("policy_published");
        } else if (event == XMLStreamConstants.CHARACTERS && !name.isEmpty()) {
          if (record) {
            fields.putIfAbsent(name, reader.getText());
          } else if (policy && name.equals("domain")) {
            domain = reader.getText();
          } else if (name.equals("begin")) {
            begin = Long.parseLong(reader.getText());
          }
          name = "";
        } else if (event == XMLStreamConstants.END_ELEMENT) {
          name = "";
          if (reader.getLocalName().equals("record")) {
            row(domain, begin, fields);
            fields.clear();
            record = false;
          }
        }
      }
      reader.close();
    }
  }

  private void row(String domain, long begin, Map<String, String> fields) throws SQLException {
    lines.append(report).append('\t').append(domain).append('\t');
    lines.append(java.time.LocalDate.ofEpochDay(begin / 86_400));
    for (String field :
        new String[] {
          "source_ip",
          "count",
          "disposition",
          "dkim",
          "spf",
          "header_from",
          "envelope_from",
          "domain",
          "selector"
        }) {
      String text = fields.get(field);
      lines.append('\t').append(text == null ? "\\N" : text.strip());
    }
    lines.append('\n');
    if (++rows % COMMIT_ROWS == 0) {
      commit();
    }
  }

  private void commit() throws SQLException {
    CopyIn copy =
        connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy serial_limit from stdin");
    byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
    copy.writeToCopy(bytes, 0, bytes.length);
    copy.endCopy();
    connection.commit();
    lines.setLength(0);
  }
}
