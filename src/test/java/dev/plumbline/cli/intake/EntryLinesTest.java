package dev.plumbline.cli.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.intake.SecondChances.Told;
import dev.plumbline.store.intake.Outcome;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class EntryLinesTest {

  private final StringWriter out = new StringWriter();
  private final EntryLines lines = new EntryLines(new PrintWriter(out));

  @Test
  void an_entry_that_does_not_exist_is_not_told_as_taken_in() {
    lines.entry(new Told(999, null, "There is no such entry."));
    lines.summary("taken in again");
    assertThat(out.toString().lines())
        .containsExactly("999  There is no such entry.", "0 taken in again; 1 could not be");
    assertThat(lines.allStored()).isFalse();
  }

  @Test
  void what_was_taken_in_and_what_was_not_are_counted_apart() {
    lines.entry(new Told(1, Outcome.STORED, "stored: 1 document."));
    lines.entry(new Told(2, Outcome.REJECTED, "rejected: It is no XML."));
    lines.entry(new Told(3, null, "Its bytes were not kept."));
    lines.summary("read again");
    assertThat(out.toString())
        .endsWith("2 read again, 1 of them with a report; 1 could not be" + System.lineSeparator());
    assertThat(lines.allStored()).isFalse();
  }

  @Test
  void all_is_well_where_every_one_gave_a_report_or_there_was_none() {
    lines.summary("taken in again");
    assertThat(out.toString().strip()).isEqualTo("0 taken in again");
    assertThat(lines.allStored()).isTrue();
    lines.entry(new Told(1, Outcome.DUPLICATE, "duplicate: It is stored."));
    assertThat(lines.allStored()).isTrue();
  }
}
