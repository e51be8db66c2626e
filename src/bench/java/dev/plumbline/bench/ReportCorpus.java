package dev.plumbline.bench;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/**
 * Writes reports of made-up receivers about made-up domains: most have a handful of records, some
 * have hundreds, and the last ones as many as wanted. The same seed gives the same reports.
 *
 * <p>Arguments: a folder, the seed, the number of small reports, and the records of each large one.
 * The number may say how many records each small report has, as in {@code 6000x16}. Writes {@code gz/*.xml.gz} and, of reports up to 50,000 records, {@code eml/*.eml}.
 */
public final class ReportCorpus {

  private static final String[] REPORTERS = {"polarmail.example", "Outpost Mail", "Gullwing"};
  private static final long FIRST_DAY = 1_767_225_600;
  private static final int SOURCES = 20_000;

  private final Random random;

  private ReportCorpus(long seed) {
    this.random = new Random(seed);
  }

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    ReportCorpus corpus = new ReportCorpus(Long.parseLong(arguments[1]));
    String[] wanted = arguments[2].split("x");
    int small = Integer.parseInt(wanted[0]);
    Files.createDirectories(folder.resolve("gz"));
    Files.createDirectories(folder.resolve("eml"));
    for (int i = 0; i < small; i++) {
      corpus.write(folder, i, wanted.length > 1 ? Integer.parseInt(wanted[1]) : corpus.size());
    }
    for (int i = 3; i < arguments.length; i++) {
      corpus.write(folder, small + i, Integer.parseInt(arguments[i]));
    }
  }

  /** One report in fifty has hundreds of records, the others a long tail that begins at one. */
  private int size() {
    return random.nextInt(50) == 0
        ? 100 + random.nextInt(400)
        : 1 + (int) Math.min(40, -3 * Math.log(1 - random.nextDouble()));
  }

  private void write(Path folder, int number, int records) throws IOException {
    String domain = "d%03d.example".formatted(random.nextInt(60));
    String reporter = REPORTERS[random.nextInt(REPORTERS.length)];
    long begin = FIRST_DAY + 86_400L * random.nextInt(60);
    String name = "%06d!%s!%d".formatted(number, domain, begin);
    Path packed = folder.resolve("gz").resolve(name + ".xml.gz");
    try (OutputStream out =
        new GZIPOutputStream(new BufferedOutputStream(Files.newOutputStream(packed)))) {
      out.write(header(reporter, domain, begin, number).getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < records; i++) {
        out.write(record(domain).getBytes(StandardCharsets.UTF_8));
      }
      out.write("</feedback>\n".getBytes(StandardCharsets.UTF_8));
    }
    if (records <= 50_000) {
      Files.write(
          folder.resolve("eml").resolve(name + ".eml"), mail(name, domain, Files.readAllBytes(packed)));
    }
  }

  private static String header(String reporter, String domain, long begin, int number) {
    return """
        <?xml version="1.0" encoding="UTF-8" ?>
        <feedback>
          <report_metadata>
            <org_name>%s</org_name>
            <email>dmarc@polarmail.example</email>
            <report_id>%d.%d</report_id>
            <date_range><begin>%d</begin><end>%d</end></date_range>
          </report_metadata>
          <policy_published>
            <domain>%s</domain><adkim>r</adkim><aspf>r</aspf><p>none</p><sp>none</sp><pct>100</pct>
          </policy_published>
        """
        .formatted(reporter, begin, number, begin, begin + 86_399, domain);
  }

  private String record(String domain) {
    int source = (int) (SOURCES * Math.pow(random.nextDouble(), 3));
    boolean six = source % 6 == 0;
    String ip =
        six
            ? "2001:db8:%x:%x::%x".formatted(source & 0xff, source >> 8, source)
            : "198.%d.%d.%d".formatted(18 + (source & 1), source >> 8 & 0xff, source & 0xff);
    boolean own = source % 3 == 0;
    boolean signed = own || source % 7 == 0;
    String envelope = own ? domain : "bounce.esp%d.example".formatted(source % 12);
    return """
          <record>
            <row>
              <source_ip>%s</source_ip>
              <count>%d</count>
              <policy_evaluated>
                <disposition>none</disposition>
                <dkim>%s</dkim>
                <spf>%s</spf>
              </policy_evaluated>
            </row>
            <identifiers>
              <header_from>%s</header_from>
            </identifiers>
            <auth_results>
        %s      <spf>
                <domain>%s</domain>
                <result>pass</result>
              </spf>
            </auth_results>
          </record>
        """
        .formatted(
            ip,
            1 + (int) (1 / (1.0001 - random.nextDouble())),
            signed ? "pass" : "fail",
            own ? "pass" : "fail",
            domain,
            signed
                ? """
                      <dkim>
                        <domain>%s</domain>
                        <result>pass</result>
                        <selector>s%d</selector>
                      </dkim>
                """
                    .formatted(domain, source % 12)
                : "",
            envelope);
  }

  private static byte[] mail(String name, String domain, byte[] packed) throws IOException {
    ByteArrayOutputStream mail = new ByteArrayOutputStream();
    mail.writeBytes(
        """
        From: dmarc@polarmail.example\r
        To: reports@%s\r
        Subject: Report Domain: %s Report-ID: %s\r
        MIME-Version: 1.0\r
        Content-Type: multipart/mixed; boundary="b1"\r
        \r
        --b1\r
        Content-Type: text/plain\r
        \r
        An aggregate report.\r
        --b1\r
        Content-Type: application/gzip; name="%s.xml.gz"\r
        Content-Transfer-Encoding: base64\r
        Content-Disposition: attachment; filename="%s.xml.gz"\r
        \r
        """
            .formatted(domain, domain, name, name, name)
            .getBytes(StandardCharsets.UTF_8));
    mail.writeBytes(Base64.getMimeEncoder().encode(packed));
    mail.writeBytes("\r\n--b1--\r\n".getBytes(StandardCharsets.UTF_8));
    return mail.toByteArray();
  }
}
