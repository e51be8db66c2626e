package dev.plumbline.sink;

import dev.plumbline.review.json.ChangeJson;
import dev.plumbline.review.json.PublishedJson;
import dev.plumbline.review.json.ReportJson;
import dev.plumbline.review.json.RowJson;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something stored, or taken away.
 *
 * @param id the same each time it is brought
 * @param cursor where to go on after it
 * @param removed of a report that was taken away with all its rows, its number; else null
 * @param at when it happened, or the report began; null if that is not known
 * @param json what the REST interface tells of it
 */
record Line(
    String id,
    String cursor,
    String domain,
    @Nullable Long removed,
    @Nullable Instant at,
    String json) {

  static Line of(Record one) {
    String json = PublishedJson.line(one);
    if (one instanceof RowJson row) {
      return new Line(
          row.domain() + "-" + row.report() + (row.number() == null ? "" : "-" + row.number()),
          row.cursor(),
          row.domain(),
          row.event().equals("removed") ? row.report() : null,
          row.begin(),
          json);
    }
    if (one instanceof ReportJson report) {
      return new Line(
          report.domain() + "-" + report.report(),
          report.cursor(),
          report.domain(),
          report.event().equals("removed") ? report.report() : null,
          report.begin(),
          json);
    }
    if (one instanceof ChangeJson change) {
      return new Line(
          change.domain() + "-" + change.id(),
          Objects.requireNonNull(change.cursor()),
          change.domain(),
          null,
          change.at(),
          json);
    }
    throw new IllegalArgumentException("Nothing that is followed: " + one.getClass());
  }
}
