package dev.plumbline.intake;

import dev.plumbline.dns.DomainName;
import dev.plumbline.mime.Found;
import dev.plumbline.mime.Limits;
import dev.plumbline.mime.ReceivedBytes;
import dev.plumbline.mime.ReportFinder;
import dev.plumbline.report.InvalidReportException;
import dev.plumbline.report.LimitExceededException;
import dev.plumbline.report.tls.TlsReport;
import dev.plumbline.report.tls.TlsReportParser;
import dev.plumbline.store.StoreUnavailableException;
import dev.plumbline.store.intake.ItemOutcome;
import dev.plumbline.store.intake.Outcome;
import dev.plumbline.store.traffic.TrafficQueries;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Takes TLS reports in that anybody may post. What is none, or about a domain that nobody monitors
 * here, leaves no trace: else strangers could fill the database.
 */
@ApplicationScoped
public class TlsPosts {

  private final Intake intake;
  private final TrafficQueries traffic;
  private final ReportFinder finder;
  private final TlsReportParser parser = new TlsReportParser();
  private final boolean on;

  TlsPosts(
      Intake intake,
      TrafficQueries traffic,
      Limits limits,
      @ConfigProperty(name = "plumbline.tls-reports.post", defaultValue = "true") boolean on) {
    this.intake = intake;
    this.traffic = traffic;
    this.finder = new ReportFinder(limits);
    this.on = on;
  }

  /**
   * What is answered.
   *
   * @param limit the limit that was hit, if one was
   * @param ofDomain whether it depends on which domains are monitored, and what is kept of them
   */
  public record Answer(Kind kind, String sentence, @Nullable String limit, boolean ofDomain) {

    /** Whether to send it again. */
    public enum Kind {
      /** It is stored, now or before. */
      TAKEN,
      /** It will never be of use. */
      UNUSABLE,
      /** It may be of use, but not here. */
      NOT_HERE,
      /** The world is down. */
      LATER
    }
  }

  /** Takes one report. */
  public Answer take(ReceivedBytes body) throws IOException {
    if (!on) {
      return new Answer(Answer.Kind.NOT_HERE, "TLS reports are not taken here.", null, false);
    }
    List<Found> found = finder.find(body, "post");
    if (found.size() != 1
        || !(found.get(0) instanceof Found.Report report)
        || report.kind() != Found.Kind.TLS) {
      return new Answer(Answer.Kind.UNUSABLE, "It is no TLS report.", null, false);
    }
    try {
      TlsReport parsed = parser.parse(report.content());
      List<String> domains =
          parsed.policies().stream().map(TlsReport.Policy::domain).distinct().toList();
      if (domains.isEmpty()) {
        return new Answer(
            Answer.Kind.UNUSABLE,
            "The TLS report does not say which domain it is about.",
            null,
            false);
      }
      if (!domains.stream().allMatch(this::isMonitored)) {
        return new Answer(
            Answer.Kind.NOT_HERE,
            "The report is about a domain that is not monitored here.",
            null,
            true);
      }
      return answer(intake.take("post", "TLS report", null, body));
    } catch (InvalidReportException e) {
      return new Answer(Answer.Kind.UNUSABLE, String.valueOf(e.getMessage()), null, false);
    } catch (LimitExceededException e) {
      return new Answer(Answer.Kind.UNUSABLE, e.getMessage(), e.limit(), false);
    } catch (StoreUnavailableException e) {
      return new Answer(Answer.Kind.LATER, String.valueOf(e.getMessage()), null, false);
    }
  }

  private boolean isMonitored(String domain) {
    return DomainName.parse(domain).flatMap(name -> traffic.domain(name.toString())).isPresent();
  }

  private static Answer answer(ItemOutcome outcome) {
    Answer.Kind kind =
        outcome.outcome() == Outcome.TRY_AGAIN
            ? Answer.Kind.LATER
            : outcome.outcome() == Outcome.STORED
                    || outcome.outcome() == Outcome.CONFLICT
                    || outcome.outcome() == Outcome.DUPLICATE
                    || outcome.outcome() == Outcome.SET_ASIDE
                ? Answer.Kind.TAKEN
                : Answer.Kind.UNUSABLE;
    return new Answer(
        kind, outcome.reason(), outcome.limit(), outcome.outcome() != Outcome.TRY_AGAIN);
  }
}
