package dev.plumbline.cli.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.cli.shell.CommandGroup;
import dev.plumbline.dkim.Signing;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestMailCommandTest {

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private Path zone;
  private Path mail;

  @BeforeEach
  void write() throws IOException {
    String record = Signing.record(Signing.rsa());
    zone = folder.resolve("zone");
    Files.writeString(
        zone,
        """
        $ORIGIN sent.example.
        @ 300 IN SOA ns.sent.example. host.sent.example. 1 1 1 1 1
        @ 300 IN TXT "v=spf1 ip4:192.0.2.1 -all"
        mail 300 IN A 192.0.2.1
        _dmarc 300 IN TXT "v=DMARC1; p=quarantine"
        one._domainkey 300 IN TXT "%s" "%s"
        """
            .formatted(record.substring(0, 200), record.substring(200)));
    mail = folder.resolve("mail.eml");
    Files.writeString(
        mail,
        Signing.signed(
            Signing.rsa(),
            "c=relaxed/relaxed; d=sent.example; s=one; h=From:Subject",
            "From: ann@news.sent.example\r\nSubject: Hello\r\n\r\nText\r\n"));
  }

  private int read(String... arguments) {
    List<String> all = new ArrayList<>(List.of("read", mail.toString(), "--zone", zone.toString()));
    all.addAll(List.of("--servers", "none"));
    all.addAll(List.of(arguments));
    return CommandGroup.line(new TestMailCommand(), all)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all.toArray(String[]::new));
  }

  @Test
  void json_has_the_members_agreed_and_no_others() throws IOException {
    int status =
        read(
            "--ip",
            "192.0.2.1",
            "--helo",
            "mail.sent.example",
            "--mail-from",
            "b@sent.example",
            "--format",
            "json");
    assertThat(status).as(err.toString()).isZero();
    JsonNode line = new ObjectMapper().readTree(out.toString());
    assertThat(names(line)).containsExactly("spf", "dkim", "arc", "dmarc", "findings");
    assertThat(line.get("spf").toString())
        .isEqualTo(
            "{\"result\":\"pass\",\"domain\":\"sent.example\",\"term\":\"ip4:192.0.2.1\","
                + "\"aligned\":true}");
    assertThat(line.get("dkim").toString())
        .isEqualTo(
            "[{\"domain\":\"sent.example\",\"selector\":\"one\",\"result\":\"pass\","
                + "\"aligned\":true,\"problem\":null,\"key_bits\":2048}]");
    assertThat(line.get("arc").asText()).isEqualTo("none");
    JsonNode dmarc = line.get("dmarc");
    assertThat(names(dmarc))
        .containsExactly("result", "policy_domain", "policy", "disposition", "path");
    assertThat(dmarc.get("policy_domain").asText()).isEqualTo("sent.example");
    assertThat(dmarc.get("policy").asText()).isEqualTo("quarantine");
    assertThat(dmarc.get("disposition").asText()).isEqualTo("none");
    assertThat(dmarc.get("path").get(0).asText()).isEqualTo("_dmarc.news.sent.example");
    assertThat(names(line.get("findings").get(0))).containsExactly("id", "severity", "text", "fix");
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    for (Iterator<String> all = node.fieldNames(); all.hasNext(); ) {
      names.add(all.next());
    }
    return names;
  }

  @Test
  void mail_that_fails_is_exit_status_1_and_told_to_people() throws IOException {
    Files.writeString(mail, Files.readString(mail).replace("Text", "Next"));
    assertThat(read("--ip", "203.0.113.4", "--mail-from", "b@sent.example")).isEqualTo(1);
    assertThat(out.toString())
        .startsWith("news.sent.example: DMARC FAIL\n")
        .contains("SPF           fail for sent.example by -all, aligned")
        .contains(
            "DKIM          fail for sent.example, selector one, rsa-sha256 2048 bits, aligned")
        .contains("The body was changed after it was signed.")
        .contains("disposition   quarantine")
        .contains("v=spf1 ip4:192.0.2.1 ip4:203.0.113.4 -all");
  }

  @Test
  void notes_of_ones_own_server_stand_in_for_options() throws IOException {
    Files.writeString(
        mail,
        "Return-Path: <b@sent.example>\r\nReceived: from mail.sent.example ([192.0.2.1])\r\n"
            + " by mx.ours.example with ESMTPS; Fri, 01 May 2026 12:00:00 +0000\r\n"
            + Files.readString(mail));
    assertThat(read("--server", "MX.ours.example")).isZero();
    assertThat(out.toString())
        .contains("from          192.0.2.1, HELO mail.sent.example")
        .contains("SPF           pass for sent.example");
  }

  @Test
  void wrong_use_is_exit_status_2() {
    assertThat(read("--ip", "192.0.2")).isEqualTo(2);
    assertThat(read("--time", "today")).isEqualTo(2);
    mail = folder.resolve("nothing.eml");
    assertThat(read()).isEqualTo(2);
    assertThat(err.toString()).contains("Cannot read the file");
  }
}
