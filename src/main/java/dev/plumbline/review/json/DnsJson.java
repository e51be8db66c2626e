package dev.plumbline.review.json;

import dev.plumbline.store.checks.HistoryQueries.RecordChange;
import dev.plumbline.store.checks.Records.PublishedRecord;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is published for a domain, and what was.
 *
 * @param checkedAt when DNS was last asked; null if never
 * @param changes the newest first
 */
public record DnsJson(
    String domain, @Nullable Instant checkedAt, List<RecordJson> records, List<Change> changes) {

  /**
   * A record set as it is now.
   *
   * @param texts none if there is no record
   * @param since when it was first seen like this
   */
  public record RecordJson(String name, String type, List<String> texts, Instant since) {}

  /** One record set that gave way to another. */
  public record Change(
      Instant at, String name, String type, List<String> before, List<String> after) {}

  public static DnsJson of(
      String domain,
      @Nullable Instant checkedAt,
      List<PublishedRecord> records,
      List<RecordChange> changes) {
    return new DnsJson(
        domain,
        checkedAt,
        records.stream()
            .filter(PublishedRecord::current)
            .map(one -> new RecordJson(one.name(), one.kind().wire(), one.texts(), one.firstSeen()))
            .toList(),
        changes.stream()
            .map(
                one ->
                    new Change(one.at(), one.name(), one.kind().wire(), one.before(), one.after()))
            .toList());
  }
}
