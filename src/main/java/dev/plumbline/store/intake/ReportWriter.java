package dev.plumbline.store.intake;

import dev.plumbline.report.InvalidReportException;
import dev.plumbline.report.LimitExceededException;
import dev.plumbline.report.aggregate.AggregateReport;
import dev.plumbline.report.aggregate.ReportHeader;
import dev.plumbline.report.aggregate.ReportRow;
import dev.plumbline.report.aggregate.ReportSink;
import dev.plumbline.store.Database;
import dev.plumbline.store.SqlText;
import dev.plumbline.store.intake.DocumentWriter.ItemTransaction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes one report while it is parsed. The key (reporter, report id, policy domain, begin, end) is
 * locked first, so that two writers of one report wait for each other; a report that is known
 * already is only digested, to tell a duplicate from a conflict. Only one that ended early is taken
 * away at once, since whether this one is fuller shows at its end.
 */
final class ReportWriter implements ReportSink {

  private final ItemTransaction item;
  private final Connection connection;
  private final long rawId;
  private final String member;
  private final boolean mayReplace;
  private final MessageDigest digest = SqlText.sha256();

  private @Nullable ReportKey key;
  private long reporterId;
  private @Nullable ReportRef ref;
  private @Nullable RowCopy copy;
  private @Nullable StoredReport known;

  /** What the mail of this one proves beside that of {@link #known}. */
  private Proof proof = Proof.THE_SAME;

  /** Whether {@link #known} is being replaced; if not, rows are only digested. */
  private boolean replacing;

  private @Nullable InvalidReportException unusable;
  private boolean begun;

  ReportWriter(ItemTransaction item, String member, boolean mayReplace) {
    if (item.rawId() == null) {
      throw new IllegalStateException("A report is stored with its raw bytes only");
    }
    this.item = item;
    this.connection = item.connection();
    this.rawId = item.rawId();
    this.member = member;
    this.mayReplace = mayReplace;
  }

  /**
   * A copy that ended early was taken away for this one, which turns out to be no better. What was
   * done since the savepoint has to be undone, and the report written again without replacing.
   */
  static final class NotFullerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotFullerException() {
      super("the stored copy is as full", null, false, false);
    }
  }

  @Override
  public void begin(ReportHeader header) {
    begun = true;
    try {
      ReportKey newKey = ReportKey.of(header);
      lock(newKey);
      key = newKey;
      long domainId = item.made().domain(newKey.domain());
      reporterId = item.made().reporter(newKey);
      digest.update(ReportKey.comparedFacts(header));
      StoredReport found = find(newKey, domainId);
      known = found;
      proof = Proof.of(connection, newKey.reporter(), item.submitter(), found);
      replacing =
          found != null
              && mayReplace
              && proof != Proof.LESS
              && (found.partial() || proof == Proof.MORE);
      if (found == null || replacing) {
        DailyTotals.holdOffRebuild(connection, List.of(domainId));
        item.made().ensureMonths(List.of(newKey.day()));
      }
      if (found == null) {
        ref = new ReportRef(domainId, item.made().reportNumber(newKey));
      } else {
        ref = found.ref();
        if (replacing) {
          if (proof == Proof.MORE) {
            found.outranked(connection);
          }
          found.remove(connection);
        }
      }
    } catch (InvalidReportException e) {
      unusable = e;
    } catch (SQLException e) {
      throw new CarriedSqlException(e);
    }
  }

  private void lock(ReportKey wanted) throws SQLException {
    Database.first(
        connection,
        "select pg_advisory_xact_lock(hashtextextended(?, 0))",
        row -> true,
        wanted.lockText());
  }

  private @Nullable StoredReport find(ReportKey wanted, long domainId) throws SQLException {
    return Database.first(
            connection,
            """
            select %s from report r
            where r.domain_id = ? and r.reporter_id = ? and r.report_id = ? and r.begin_at = ?
              and r.end_at = ?\
            """
                .formatted(StoredReport.COLUMNS),
            StoredReport::of,
            domainId,
            reporterId,
            wanted.reportId(),
            wanted.begin(),
            wanted.end())
        .orElse(null);
  }

  @Override
  public void row(ReportRow row) {
    if (unusable != null || key == null || ref == null) {
      return;
    }
    try {
      if (known != null && !replacing) {
        StringBuilder line = new StringBuilder(512);
        RowText.append(line, row);
        digest.update(line.toString().getBytes(StandardCharsets.UTF_8));
        return;
      }
      if (copy == null) {
        copy = new RowCopy(connection, ref, key.day(), reporterId, digest);
      }
      copy.add(row);
    } catch (SQLException e) {
      throw new CarriedSqlException(e);
    }
  }

  /** Completes the report after its last row. */
  DocumentResult finish(AggregateReport parsed)
      throws SQLException, InvalidReportException, LimitExceededException {
    if (!begun) {
      begin(parsed.header());
    }
    if (unusable != null) {
      throw unusable;
    }
    ReportInsert.checkBelievable(parsed);
    ReportKey ownKey = Objects.requireNonNull(key);
    ReportRef ownRef = Objects.requireNonNull(ref);
    ReportInsert.Entry entry =
        new ReportInsert.Entry(
            parsed,
            ownKey,
            ownRef,
            reporterId,
            digest.digest(),
            rawId,
            member,
            item.intakeId(),
            item.submitter(),
            item.receivedAt());
    Placement placement = Placement.of(known, parsed, entry.content(), proof);
    if (replacing && !placement.isStored()) {
      throw new NotFullerException();
    }
    if (placement.isStored()) {
      store(entry);
    }
    if (placement instanceof Placement.Replaces replaces) {
      replaces.before().noteReplaced(connection);
    }
    if (placement instanceof Placement.Conflict) {
      ReportInsert.conflicts(connection, List.of(entry));
    }
    return entry.result(placement);
  }

  private void store(ReportInsert.Entry entry) throws SQLException {
    ReportTotals.Figures figures = new ReportTotals().figures();
    if (copy != null) {
      copy.finish();
      figures = copy.figures();
      copy = null;
    }
    ReportInsert.reports(connection, List.of(entry));
    Unfolded.reports(
        connection,
        List.of(new Unfolded.Report(entry.ref(), entry.key().day(), entry.reporterId(), figures)));
  }

  /** Ends an unfinished COPY, so that the connection can roll back to the savepoint. */
  void cancel() throws SQLException {
    if (copy != null) {
      copy.cancel();
      copy = null;
    }
  }
}
