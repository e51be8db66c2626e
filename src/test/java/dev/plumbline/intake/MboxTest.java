package dev.plumbline.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MboxTest {

  private static final String FROM = "From dmarc@receiver.example Mon Nov 23 10:20:30 2026\n";

  @TempDir Path folder;

  @Test
  void messages_are_split_at_from_lines_after_empty_lines() throws IOException {
    assertThat(split(FROM + "A: 1\n\none\n\n" + FROM + "A: 2\n\ntwo\n\n"))
        .containsExactly("A: 1\n\none\n", "A: 2\n\ntwo\n");
  }

  @Test
  void line_ends_of_two_characters_are_kept() throws IOException {
    String from = FROM.replace("\n", "\r\n");
    assertThat(split(from + "A: 1\r\n\r\none\r\n\r\n" + from + "A: 2\r\n\r\ntwo\r\n"))
        .containsExactly("A: 1\r\n\r\none\r\n", "A: 2\r\n\r\ntwo\r\n");
  }

  @Test
  void quoted_from_lines_lose_one_mark() throws IOException {
    assertThat(split(FROM + "A: 1\n\n>From me\n>>From you\n> From\n>Fromage\n"))
        .containsExactly("A: 1\n\nFrom me\n>From you\n> From\n>Fromage\n");
  }

  @Test
  void a_from_line_without_a_date_or_without_an_empty_line_before_it_is_text() throws IOException {
    assertThat(split(FROM + "A: 1\n\nFrom here on\n" + FROM + "still\n\nFrom me to you\n"))
        .containsExactly("A: 1\n\nFrom here on\n" + FROM + "still\n\nFrom me to you\n");
  }

  @Test
  void empty_lines_within_a_message_are_kept_and_only_the_last_is_the_separator()
      throws IOException {
    assertThat(split(FROM + "A: 1\n\n\n\none\n\n\n" + FROM + "\n"))
        .containsExactly("A: 1\n\n\n\none\n\n", "");
  }

  @Test
  void a_message_over_the_limit_is_told_by_its_size_and_its_siblings_are_read() throws IOException {
    Path file = write(FROM + "A: 1\n\n" + FROM + "x".repeat(100_000) + "\n\n" + FROM + "A: 3\n");
    List<String> told = new ArrayList<>();
    Mbox.read(
        file,
        1_000,
        (number, alone, content, size) -> {
          told.add(number + " " + (content == null) + " " + size);
          return true;
        });
    assertThat(told).containsExactly("1 false 5", "2 true 100001", "3 false 5");
  }

  @Test
  void a_reader_who_has_enough_gets_no_more() throws IOException {
    Path file = write((FROM + "A: 1\n\n").repeat(5));
    List<Integer> told = new ArrayList<>();
    Mbox.read(
        file,
        1_000,
        (number, alone, content, size) -> {
          told.add(number);
          return number < 2;
        });
    assertThat(told).containsExactly(1, 2);
  }

  @Test
  void only_a_file_that_begins_with_such_a_line_is_an_mbox() throws IOException {
    assertThat(Mbox.isMbox(write(FROM))).isTrue();
    assertThat(Mbox.isMbox(write("From: me@a.example\nDate: Mon, 23 Nov 2026 10:20:30\n")))
        .isFalse();
    assertThat(Mbox.isMbox(write(""))).isFalse();
  }

  @Test
  void a_large_file_needs_no_more_memory_than_a_message() throws IOException {
    Path file = folder.resolve("large.mbox");
    byte[] message =
        (FROM + "A: 1\n\n" + ("z".repeat(76) + "\n").repeat(13_000) + "\n")
            .getBytes(StandardCharsets.US_ASCII);
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int i = 0; i < 50; i++) {
        out.write(message);
      }
    }
    long[] total = new long[2];
    Mbox.read(
        file,
        10_000_000,
        (number, alone, content, size) -> {
          total[0]++;
          try (var in = content.content().open()) {
            total[1] += in.transferTo(OutputStream.nullOutputStream());
          }
          return true;
        });
    assertThat(total[0]).isEqualTo(50);
    assertThat(total[1]).isEqualTo(50L * (message.length - FROM.length() - 1));
  }

  private List<String> split(String text) throws IOException {
    List<String> messages = new ArrayList<>();
    Mbox.read(
        write(text),
        1_000_000,
        (number, alone, content, size) -> {
          try (var in = content.content().open()) {
            messages.add(new String(in.readAllBytes(), StandardCharsets.US_ASCII));
          }
          assertThat(size).isEqualTo(messages.get(number - 1).length());
          return true;
        });
    return messages;
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("some.mbox"), text);
  }
}
