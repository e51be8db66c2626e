package dev.plumbline.intake;

import dev.plumbline.intake.Intake.Incoming;
import dev.plumbline.mime.ReceivedBytes;
import dev.plumbline.store.intake.ItemOutcome;
import dev.plumbline.store.intake.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes in what parsedmarc kept, so that years of history come along. Each report is made again
 * from its members and taken in as if it had just come, with the outcome that it then has.
 */
public final class ParsedmarcImport {

  private static final int AT_ONCE = 200;
  private static final long BYTES_AT_ONCE = 4 << 20;

  private final Intake intake;
  private final ZoneId zone;
  private final @Nullable Instant before;
  private final BiConsumer<String, ItemOutcome> told;
  private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
  private final List<Incoming> batch = new ArrayList<>();
  private long bytes;
  private long passedOver;
  private long unknown;

  /**
   * An import.
   *
   * @param zone of the times that parsedmarc wrote without one: that of its machine
   * @param before only reports that began before; null for all
   * @param told the name and outcome of each report
   */
  public ParsedmarcImport(
      Intake intake, ZoneId zone, @Nullable Instant before, BiConsumer<String, ItemOutcome> told) {
    this.intake = intake;
    this.zone = zone;
    this.before = before;
    this.told = told;
  }

  /**
   * How it went.
   *
   * @param passedOver reports that did not begin before the time
   * @param unknown objects that are no reports of parsedmarc
   */
  public record Summary(Map<Outcome, Long> counts, long passedOver, long unknown) {

    public Summary {
      counts = Map.copyOf(counts);
    }

    public long count(Outcome outcome) {
      return counts.getOrDefault(outcome, 0L);
    }

    /** Whether nothing has to be looked at again. */
    public boolean isClean() {
      return unknown == 0
          && count(Outcome.CONFLICT) == 0
          && count(Outcome.REJECTED) == 0
          && count(Outcome.SET_ASIDE) == 0
          && count(Outcome.NOT_A_REPORT) == 0
          && count(Outcome.TRY_AGAIN) == 0;
    }
  }

  /**
   * Takes in the reports of a file.
   *
   * @throws IOException if it cannot be read, or is no JSON; what was read before that is taken in
   */
  public void file(Path file) throws IOException {
    int[] number = new int[1];
    try {
      ParsedmarcFile.read(
          file,
          report -> {
            number[0]++;
            Optional<ParsedmarcReport.Made> made = ParsedmarcReport.of(report, zone);
            if (made.isEmpty()) {
              unknown++;
            } else {
              add(file.getFileName() + ", report " + number[0], made.get());
            }
          });
    } finally {
      finish();
    }
  }

  private void add(String name, ParsedmarcReport.Made made) {
    if (before != null && made.at().filter(at -> at.isBefore(before)).isEmpty()) {
      passedOver++;
      return;
    }
    byte[] content = made.text().getBytes(StandardCharsets.UTF_8);
    batch.add(new Incoming("cli", name + made.suffix(), null, ReceivedBytes.of(content)));
    bytes += content.length;
    if (batch.size() >= AT_ONCE || bytes >= BYTES_AT_ONCE) {
      finish();
    }
  }

  private void finish() {
    List<Incoming> sent = List.copyOf(batch);
    batch.clear();
    bytes = 0;
    List<ItemOutcome> outcomes = intake.takeAll(sent);
    for (int i = 0; i < sent.size(); i++) {
      counts.merge(outcomes.get(i).outcome(), 1L, Long::sum);
      told.accept(sent.get(i).name(), outcomes.get(i));
    }
  }

  public Summary summary() {
    return new Summary(counts, passedOver, unknown);
  }
}
