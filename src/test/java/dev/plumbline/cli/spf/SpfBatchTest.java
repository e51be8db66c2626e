package dev.plumbline.cli.spf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.cli.shell.CommandGroup;
import dev.plumbline.dns.FakeDns;
import dev.plumbline.spf.SpfEvaluator;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SpfBatchTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final FakeDns dns =
      new FakeDns()
          .txt(
              "shop.example", "v=spf1 ip4:192.0.2.0/24 include:_spf.shop.example -all exp=why.%{d}")
          .txt("_spf.shop.example", "v=spf1 ip6:2001:db8::/32 exists:%{l}.users.shop.example ?all")
          .txt("why.shop.example", "%{i} is not ours")
          .a("bob.users.shop.example", "127.0.0.2")
          .txt("mail.shop.example", "v=spf1 ip4:198.51.100.1 -all")
          .txt("bad.example", "v=spf1 ip4:x -all");
  private final StringWriter out = new StringWriter();

  @TempDir Path folder;

  @Test
  void each_line_gives_a_line_with_the_members_promised_and_in_the_same_order() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 3_000; i++) {
      lines.append(
          "{\"id\":%d,\"domain\":\"shop.example\",\"ip\":\"192.0.%d.1\"}\n".formatted(i, i % 4));
    }
    assertThat(run(lines.toString())).isTrue();
    List<JsonNode> results = results();
    assertThat(results).hasSize(3_000);
    for (int i = 0; i < 3_000; i++) {
      assertThat(results.get(i).get("id").asInt()).isEqualTo(i);
      assertThat(results.get(i).get("result").asText()).isEqualTo(i % 4 == 2 ? "pass" : "fail");
    }
    List<String> names = new ArrayList<>();
    results.get(0).fieldNames().forEachRemaining(names::add);
    assertThat(names)
        .containsExactly(
            "id",
            "result",
            "term",
            "path",
            "lookups",
            "void_lookups",
            "explanation",
            "problem",
            "depends_on");
    assertThat(results.get(0))
        .isEqualTo(
            JSON.readTree(
                """
                {"id":0,"result":"fail","term":"-all","path":["shop.example"],"lookups":2,
                "void_lookups":1,"explanation":"192.0.0.1 is not ours","problem":null,
                "depends_on":["local_part"]}"""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        // domain, or mail_from, or helo alone
        "'\"domain\":\"shop.example\"'; 192.0.2.1; pass; shop.example",
        "'\"mail_from\":\"shop.example\"'; 192.0.2.1; pass; shop.example",
        "'\"mail_from\":\"amy@shop.example\"'; 192.0.2.1; pass; shop.example",
        "'\"helo\":\"mail.shop.example\"'; 198.51.100.1; pass; mail.shop.example",
        // the null reverse path
        "'\"mail_from\":\"\",\"helo\":\"mail.shop.example\"'; 198.51.100.1; pass; mail.shop.example",
        "'\"domain\":\"shop.example\",\"mail_from\":\"\",\"helo\":\"mail.shop.example\"'; 198.51.100.1;"
            + " pass; mail.shop.example",
        "'\"domain\":\"shop.example\",\"mail_from\":\"\"'; 192.0.2.1; pass; shop.example",
        // null is absent
        "'\"mail_from\":null,\"helo\":\"mail.shop.example\",\"domain\":null'; 198.51.100.1; pass;"
            + " mail.shop.example",
        // the local part counts
        "'\"mail_from\":\"bob@shop.example\"'; 203.0.113.1; pass; shop.example",
        "'\"mail_from\":\"eve@shop.example\"'; 203.0.113.1; fail; shop.example",
        "'\"domain\":\"shop.example\",\"mail_from\":\"bob@other.example\"'; 203.0.113.1; pass;"
            + " shop.example",
        // MAIL FROM goes before HELO
        "'\"mail_from\":\"x@bad.example\",\"helo\":\"mail.shop.example\"'; 198.51.100.1; permerror;"
            + " bad.example",
        "'\"mail_from\":\"x@\"'; 192.0.2.1; none; ''",
      })
  void identity_checked_is_chosen_as_the_rfc_says(
      String members, String ip, String result, String domain) throws Exception {
    assertThat(run("{\"ip\":\"" + ip + "\"," + members + ",\"more\":[1]}")).isTrue();
    JsonNode line = results().get(0);
    assertThat(line.get("result").asText()).isEqualTo(result);
    assertThat(line.get("path").get(0).asText()).isEqualTo(domain);
    assertThat(line.get("id").isNull()).isTrue();
  }

  @Test
  void bad_lines_get_a_line_each_and_the_others_their_verdict() throws Exception {
    String good = "{\"id\":\"g\",\"domain\":\"shop.example\",\"ip\":\"::ffff:192.0.2.1\"}";
    String long1 = "{\"id\":\"" + "x".repeat(200_000) + "\"}";
    assertThat(
            run(
                "\uFEFF"
                    + String.join(
                        "\r\n",
                        good,
                        "not json",
                        "",
                        "[1,2]",
                        "{\"id\":7,\"domain\":\"shop.example\"}",
                        "{\"id\":\"\u00e9\",\"domain\":\"shop.example\",\"ip\":\"shop.example\"}",
                        "{\"ip\":\"192.0.2.1\"}",
                        "{\"ip\":\"192.0.2.1\",\"domain\":5}",
                        good + good,
                        long1,
                        "{\"id\":",
                        good)))
        .isFalse();
    List<JsonNode> results = results();
    assertThat(results).hasSize(11);
    assertThat(results.get(0).get("result").asText()).isEqualTo("pass");
    assertThat(results.get(10).get("result").asText()).isEqualTo("pass");
    for (JsonNode bad : results.subList(1, 10)) {
      assertThat(bad.get("result").isNull()).isTrue();
      assertThat(bad.fieldNames()).toIterable().hasSize(9);
    }
    assertThat(results.subList(1, 10))
        .extracting(line -> line.get("problem").asText())
        .satisfiesExactly(
            p -> assertThat(p).startsWith("Line 2: it is not JSON: "),
            p -> assertThat(p).startsWith("Line 4: it is not a JSON object"),
            p -> assertThat(p).isEqualTo("Line 5: the member ip is missing."),
            p ->
                assertThat(p).isEqualTo("Line 6: \"shop.example\" is not an IPv4 or IPv6 address."),
            p -> assertThat(p).isEqualTo("Line 7: it has no domain, mail_from or helo to check."),
            p -> assertThat(p).isEqualTo("Line 8: the member domain is not a string."),
            p -> assertThat(p).startsWith("Line 9: it is not JSON: "),
            p -> assertThat(p).isEqualTo("Line 10: it is longer than 65536 octets."),
            p -> assertThat(p).startsWith("Line 11: it is not JSON: "));
    assertThat(results.get(3).get("id").asInt()).isEqualTo(7);
    assertThat(results.get(4).get("id").asText()).isEqualTo("\u00e9");
    assertThat(out.toString().chars()).allMatch(c -> c == 10 || (c >= 32 && c < 127));
  }

  @Test
  void broken_record_is_a_verdict_and_no_bad_line() throws Exception {
    assertThat(run("{\"domain\":\"bad.example\",\"ip\":\"192.0.2.1\"}")).isTrue();
    assertThat(results().get(0).get("result").asText()).isEqualTo("permerror");
    assertThat(results().get(0).get("problem").asText()).contains("RFC 7208 section 4.6");
  }

  @Test
  void answer_comes_before_the_next_line_is_written() throws Exception {
    PipedOutputStream requests = new PipedOutputStream();
    PipedInputStream in = new PipedInputStream(requests);
    PipedOutputStream results = new PipedOutputStream();
    BufferedReader answers =
        new BufferedReader(
            new InputStreamReader(new PipedInputStream(results), StandardCharsets.US_ASCII));
    Thread batch =
        new Thread(
            () -> {
              try (PrintWriter writer =
                  new PrintWriter(results, false, StandardCharsets.US_ASCII)) {
                new SpfBatch(new SpfEvaluator(dns), () -> Instant.EPOCH, writer).run(in);
              } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    batch.start();
    for (int i = 0; i < 5; i++) {
      String request =
          "{\"id\":%d,\"domain\":\"shop.example\",\"ip\":\"192.0.2.1\"}\n".formatted(i);
      requests.write(request.getBytes(StandardCharsets.US_ASCII));
      requests.flush();
      assertThat(JSON.readTree(answers.readLine()).get("id").asInt()).isEqualTo(i);
    }
    requests.close();
    batch.join();
    assertThat(answers.readLine()).isNull();
  }

  @Test
  void exit_status_tells_whether_every_line_could_be_used() throws IOException {
    Path zone =
        Files.writeString(
            folder.resolve("zone"),
            """
            shop.example. 60 SOA ns.shop.example. a.shop.example. 1 3600 600 86400 120
            shop.example. 60 TXT "v=spf1 ip4:192.0.2.1 -all"
            """);
    String pass = "{\"domain\":\"shop.example\",\"ip\":\"192.0.2.1\"}\n";
    String fail = "{\"domain\":\"shop.example\",\"ip\":\"192.0.2.2\"}\n";
    Path good = Files.writeString(folder.resolve("good"), pass + fail);
    Path mixed = Files.writeString(folder.resolve("mixed"), pass + "x\n" + fail);
    Path empty = Files.writeString(folder.resolve("empty"), "");
    assertThat(command(zone, "--batch", good.toString())).isZero();
    assertThat(results()).hasSize(2);
    assertThat(command(zone, "--batch", mixed.toString())).isEqualTo(1);
    assertThat(results()).hasSize(5);
    assertThat(command(zone, "--batch", empty.toString())).isZero();
    assertThat(command(zone, "--batch", folder.resolve("gone").toString())).isEqualTo(2);
    assertThat(command(zone, "shop.example", "--batch", good.toString())).isEqualTo(2);
    assertThat(command(zone, "--ip", "192.0.2.1", "--batch", good.toString())).isEqualTo(2);
    assertThat(results()).hasSize(5);
  }

  private int command(Path zone, String... arguments) {
    List<String> all = new ArrayList<>(List.of("check"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--zone", zone.toString(), "--servers", "none"));
    return CommandGroup.line(new SpfCommand(), List.of())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(new StringWriter()))
        .execute(all.toArray(String[]::new));
  }

  private boolean run(String lines) throws IOException, InterruptedException {
    return new SpfBatch(new SpfEvaluator(dns), () -> Instant.EPOCH, new PrintWriter(out))
        .run(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)));
  }

  private List<JsonNode> results() throws IOException {
    List<JsonNode> results = new ArrayList<>();
    for (String line : out.toString().split("\n")) {
      results.add(JSON.readTree(line));
    }
    return results;
  }
}
