package dev.plumbline.api;

import dev.plumbline.intake.Intake;
import dev.plumbline.intake.Mailboxes;
import dev.plumbline.resolver.DnsFigures;
import dev.plumbline.resolver.DnsFigures.Said;
import dev.plumbline.sink.SinksSettings;
import dev.plumbline.store.Scope;
import dev.plumbline.store.figures.Figure;
import dev.plumbline.store.figures.FigureQueries;
import dev.plumbline.store.people.Right;
import dev.plumbline.store.server.ReadReplica;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * Figures for Prometheus. They are read from the database when somebody asks, so that all processes
 * that share one tell the same; only those of the Java machine, and how long reading, storing and
 * DNS took, are of the process itself.
 */
@Singleton
@Path("/api/v1/metrics")
@RolesAllowed(Right.Name.METRICS)
public class MetricsResource {

  private final Access access;
  private final FigureQueries figures;
  private final Intake intake;
  private final DnsFigures dns;
  private final ReadReplica standby;
  private final Mailboxes mailboxes;
  private final SinksSettings sinks;
  private final int mostDomains;
  private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
  private final PrometheusRegistry machine = new PrometheusRegistry();

  MetricsResource(
      Access access,
      FigureQueries figures,
      Intake intake,
      DnsFigures dns,
      ReadReplica standby,
      Mailboxes mailboxes,
      SinksSettings sinks,
      @ConfigProperty(name = "plumbline.metrics.domains", defaultValue = "200") int mostDomains) {
    this.access = access;
    this.figures = figures;
    this.intake = intake;
    this.dns = dns;
    this.standby = standby;
    this.mailboxes = mailboxes;
    this.sinks = sinks;
    this.mostDomains = mostDomains;
    JvmMetrics.builder().register(machine);
  }

  @GET
  @Operation(hidden = true)
  public Response scrape() throws IOException {
    Scope scope = access.scope();
    List<Figure> told = new ArrayList<>(figures.domains(scope, mostDomains));
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    if (scope.isEverything()) {
      told.addAll(ofWhatIsSet(figures.running()));
      machine.scrape().forEach(all::metricSnapshot);
      ofThisProcess(all);
    }
    told.forEach(one -> all.metricSnapshot(gauge(one)));
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    writer.write(text, all.build());
    return Response.ok(text.toByteArray()).header("Content-Type", writer.getContentType()).build();
  }

  /** A mailbox or sink that is set no more, or is paused, would be in trouble for ever. */
  private List<Figure> ofWhatIsSet(List<Figure> running) {
    Map<List<String>, Set<String>> set =
        Map.of(List.of("mailbox"), mailboxes.beingRead(), List.of("sink"), sinks.all().keySet());
    return running.stream()
        .map(one -> Optional.ofNullable(set.get(one.label())).map(one::only).orElse(one))
        .toList();
  }

  private void ofThisProcess(MetricSnapshots.Builder all) {
    standby
        .secondsBehind()
        .ifPresent(
            seconds ->
                all.metricSnapshot(
                    GaugeSnapshot.builder()
                        .name("plumbline_standby_behind_seconds")
                        .help("How far the database that pages are read from is behind.")
                        .dataPoint(GaugeDataPointSnapshot.builder().value((double) seconds).build())
                        .build()));
    all.metricSnapshot(
        counter("plumbline_parse_items", "Items in which documents were looked for.")
            .dataPoint(point((double) intake.reading().items(), Labels.EMPTY))
            .build());
    all.metricSnapshot(
        counter("plumbline_parse_seconds", "Time that finding and reading documents took.")
            .dataPoint(point(intake.reading().seconds(), Labels.EMPTY))
            .build());
    all.metricSnapshot(
        counter("plumbline_store_items", "Items that were stored, or tried to.")
            .dataPoint(point((double) intake.storing().items(), Labels.EMPTY))
            .build());
    all.metricSnapshot(
        counter("plumbline_store_seconds", "Time that storing items took.")
            .dataPoint(point(intake.storing().seconds(), Labels.EMPTY))
            .build());
    CounterSnapshot.Builder questions =
        counter("plumbline_dns_questions", "Questions to DNS servers, by what they said.");
    for (Said said : Said.values()) {
      questions.dataPoint(point((double) dns.questions(said), Labels.of("said", said.wire())));
    }
    all.metricSnapshot(questions.build());
    all.metricSnapshot(
        counter("plumbline_dns_seconds", "Time that DNS servers took to answer.")
            .dataPoint(point(dns.seconds(), Labels.EMPTY))
            .build());
  }

  private static CounterSnapshot.Builder counter(String name, String help) {
    return CounterSnapshot.builder().name(name).help(help);
  }

  private static CounterDataPointSnapshot point(double value, Labels labels) {
    return CounterDataPointSnapshot.builder().value(value).labels(labels).build();
  }

  private static GaugeSnapshot gauge(Figure figure) {
    GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(figure.name()).help(figure.help());
    for (Figure.Value one : figure.values()) {
      gauge.dataPoint(
          GaugeDataPointSnapshot.builder()
              .value(one.value())
              .labels(
                  Labels.of(
                      figure.label().toArray(String[]::new), one.words().toArray(String[]::new)))
              .build());
    }
    return gauge.build();
  }
}
