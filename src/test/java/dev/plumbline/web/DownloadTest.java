package dev.plumbline.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DownloadTest {

  @Test
  void ordinary_report_names_stay_as_they_are() {
    assertThat(Download.safeName("google.com!example.org!1732147200!1732233599.zip"))
        .isEqualTo("google.com!example.org!1732147200!1732233599.zip");
  }

  @Test
  void paths_quotes_and_line_breaks_are_taken_out() {
    assertThat(Download.safeName("../../etc/passwd")).isEqualTo("passwd");
    assertThat(Download.safeName("a\"; filename=\"b.html\r\nX: y"))
        .doesNotContain("\"", "\r", "\n");
    assertThat(Download.safeName("..")).isEqualTo("report");
    assertThat(Download.safeName("\u202Egpj.exe")).isEqualTo("gpj.exe");
  }

  @Test
  void a_suffix_is_added_once() {
    assertThat(Download.safeName("a.XML", ".xml")).isEqualTo("a.XML");
    assertThat(Download.safeName("a", ".xml")).isEqualTo("a.xml");
  }
}
