package dev.plumbline.store.intake;

import dev.plumbline.report.InvalidReportException;
import dev.plumbline.report.aggregate.AggregateReport;
import dev.plumbline.report.aggregate.ReportSink;
import dev.plumbline.store.Database;
import dev.plumbline.store.intake.Document.Aggregate;
import dev.plumbline.store.intake.ReportWriter.NotFullerException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Stores one aggregate report: a small one as a draft, any other row by row while it is read, under
 * a savepoint, so that one that breaks leaves its siblings alone.
 */
final class AggregateWriter implements DocumentWriter {

  private static final String SAVEPOINT = "document";

  private final Aggregate document;
  private boolean followed;

  AggregateWriter(Aggregate document) {
    this.document = document;
  }

  @Override
  public DocumentDraft draft() {
    ReportDraft report = new ReportDraft();
    try {
      report.finish(read(report));
      return new DocumentDraft(document.member(), report, null, null, null);
    } catch (InvalidReportException | IOException e) {
      return DocumentDraft.settled(unusable(e));
    }
  }

  @Override
  public DocumentResult write(ItemTransaction item) throws SQLException {
    Connection connection = item.connection();
    Database.run(connection, "savepoint " + SAVEPOINT);
    DocumentResult result;
    try {
      result = write(item, true);
    } catch (NotFullerException e) {
      Database.run(connection, "rollback to savepoint " + SAVEPOINT);
      result = write(item, false);
    }
    Database.run(connection, "release savepoint " + SAVEPOINT);
    return result;
  }

  private DocumentResult write(ItemTransaction item, boolean mayReplace) throws SQLException {
    ReportWriter writer = new ReportWriter(item, document.member(), mayReplace);
    try {
      return writer.finish(read(writer));
    } catch (InvalidReportException | IOException e) {
      undo(item.connection(), writer);
      return unusable(e);
    } catch (CarriedSqlException | SQLException e) {
      if (!Database.isAboutData(e)) {
        writer.cancel();
        throw e;
      }
      undo(item.connection(), writer);
      return DocumentResult.rejected(
              document.member(), "The database cannot hold it: " + e.getMessage(), null)
          .as(DocumentKind.AGGREGATE);
    } catch (RuntimeException e) {
      writer.cancel();
      throw e;
    }
  }

  private AggregateReport read(ReportSink sink) throws InvalidReportException, IOException {
    try {
      AggregateReport report = document.reading().read(sink);
      followed = report.followed();
      return report;
    } catch (InvalidReportException e) {
      followed = e.isFollowed();
      throw e;
    } catch (SetAsideException e) {
      followed = e.isFollowed();
      throw e;
    }
  }

  @Override
  public Optional<Document> following() {
    return followed ? document.next() : Optional.empty();
  }

  private static void undo(Connection connection, ReportWriter writer) throws SQLException {
    writer.cancel();
    Database.run(connection, "rollback to savepoint " + SAVEPOINT);
  }

  private DocumentResult unusable(Exception failure) {
    return DocumentResult.unusable(document.member(), DocumentKind.AGGREGATE, failure);
  }
}
