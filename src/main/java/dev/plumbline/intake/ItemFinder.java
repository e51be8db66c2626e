package dev.plumbline.intake;

import dev.plumbline.mime.Found;
import dev.plumbline.mime.Limits;
import dev.plumbline.mime.ReceivedBytes;
import dev.plumbline.mime.ReportFinder;
import dev.plumbline.mime.Submitter;
import dev.plumbline.report.Bytes;
import dev.plumbline.report.InvalidReportException;
import dev.plumbline.report.aggregate.AggregateReportParser;
import dev.plumbline.report.failure.FailureReport;
import dev.plumbline.report.failure.FailureReportParser;
import dev.plumbline.report.tls.TlsReport;
import dev.plumbline.report.tls.TlsReportParser;
import dev.plumbline.store.intake.Document;
import dev.plumbline.store.intake.ItemContent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds whose an item is and what it holds. */
final class ItemFinder {

  private final Limits limits;
  private final ReportFinder finder;
  private final AggregateReportParser parser;
  private final FailureReportParser failures = new FailureReportParser();
  private final TlsReportParser tls = new TlsReportParser();
  private final Set<String> trustedServers;
  private final boolean keepBodies;

  /**
   * A finder.
   *
   * @param trustedServers whose findings about the mail that a report comes in are believed
   * @param keepBodies whether the body of a message that a failure report is about is kept
   */
  ItemFinder(
      Limits limits,
      AggregateReportParser parser,
      List<String> trustedServers,
      boolean keepBodies) {
    this.limits = limits;
    this.finder = new ReportFinder(limits);
    this.parser = parser;
    this.trustedServers =
        trustedServers.stream()
            .map(server -> server.strip().toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
    this.keepBodies = keepBodies;
  }

  /**
   * Whose mail an item is; null if it is none, or names nobody.
   *
   * @param channel by which it came; what strangers bring by SMTP was never at a trusted server, so
   *     that what stands in it in the name of one is forged
   */
  @Nullable Submitter submitter(String channel, ReceivedBytes content) {
    Set<String> believed = channel.equals("smtp") ? Set.of() : trustedServers;
    return Submitter.of(content, believed).orElse(null);
  }

  /**
   * What an item holds; nothing of it is parsed yet.
   *
   * @param submitter whose mail it is; null if it is none, or names nobody
   * @param within what its reports may say; null for anything
   */
  ItemContent find(
      ReceivedBytes content, String name, @Nullable Submitter submitter, @Nullable Within within) {
    try {
      List<Found> all = finder.find(content, name);
      List<Document> documents = all.stream().map(found -> document(found, within)).toList();
      boolean isPrivate = PrivateItem.isOne(all);
      return new ItemContent(
          submitter,
          isPrivate ? PrivateItem.numbered(documents) : documents,
          isPrivate && !keepBodies ? PrivateItem.kept(content, all, limits.messageBytes()) : null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Document document(Found found, @Nullable Within within) {
    if (found instanceof Found.Report report) {
      return switch (report.kind()) {
        case AGGREGATE ->
            new Document.Aggregate(report.member(), new OneOf(parser, report.content(), 0, within));
        case FAILURE ->
            new Document.Failure(report.member(), () -> failure(report.content(), within));
        case TLS -> new Document.Tls(report.member(), () -> tls(report.content(), within));
      };
    }
    if (found instanceof Found.NotAReport not) {
      return new Document.NotAReport(not.member(), not.reason());
    }
    if (found instanceof Found.Refused refused) {
      return new Document.Refused(refused.member(), refused.reason(), refused.limit());
    }
    throw new AssertionError(found);
  }

  private FailureReport failure(Bytes content, @Nullable Within within)
      throws InvalidReportException, IOException {
    FailureReport report = failures.parse(content);
    return within == null ? report : within.checked(report);
  }

  private TlsReport tls(Bytes content, @Nullable Within within)
      throws InvalidReportException, IOException {
    TlsReport report = tls.parse(content);
    return within == null ? report : within.checked(report);
  }
}
