package dev.plumbline.cli.traffic;

import dev.plumbline.cli.shell.AppRunner;
import dev.plumbline.cli.shell.ListOutput;
import dev.plumbline.cli.shell.Settings;
import dev.plumbline.cli.shell.Terminal;
import dev.plumbline.cli.shell.UserException;
import dev.plumbline.report.ReporterName;
import dev.plumbline.review.json.PublishedJson;
import dev.plumbline.review.json.ReporterJson;
import dev.plumbline.store.people.Who;
import dev.plumbline.store.traffic.Reporters;
import dev.plumbline.store.traffic.Reporters.Exclusion;
import dev.plumbline.store.traffic.Reporters.Reporter;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code plumbline reporters}: lists who reports, leaves one out, counts one again. */
@Command(
    name = "reporters",
    description = {
      "Prints who reports and what speaks for it, one JSON object a line.",
      "With --exclude or --include: leaves a reporter out of all figures, or counts it again.",
      "Exit status: 0, or 2 for wrong use."
    },
    mixinStandardHelpOptions = true)
public final class ReportersCommand implements Callable<Integer> {

  @Option(
      names = "--exclude",
      paramLabel = "NAME",
      description = "Keep its reports, but leave them out of all figures.")
  private @Nullable String exclude;

  @Option(names = "--reason", description = "Why it is left out; required with --exclude.")
  private @Nullable String reason;

  @Option(names = "--include", paramLabel = "NAME", description = "Count it again.")
  private @Nullable String include;

  @Option(names = "--by", description = "Who says so (default: the user of this machine).")
  private String by = System.getProperty("user.name", "unknown");

  @Mixin private ListOutput output = new ListOutput();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    if (exclude != null && include != null) {
      throw new ParameterException(
          spec.commandLine(), "--exclude and --include are given; one of them would be right.");
    }
    if (exclude != null && (reason == null || reason.isBlank())) {
      throw new ParameterException(
          spec.commandLine(), "--exclude is given without --reason; say why it is left out.");
    }
    return new AppRunner(Settings.load())
        .ask(
            rooms -> {
              Reporters reporters = rooms.reporters();
              Clock clock = rooms.clock();
              if (exclude != null) {
                Reporter known = known(reporters, exclude);
                reporters.exclude(
                    Who.atShell(by), known, String.valueOf(reason).strip(), clock.instant());
                say(known, " is left out of all figures.");
              } else if (include != null) {
                Reporter known = known(reporters, include);
                reporters.include(Who.atShell(by), known, clock.instant());
                say(known, " counts in all figures.");
              } else {
                print(reporters.all());
              }
              return 0;
            });
  }

  private void say(Reporter known, String what) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(Terminal.safe(ReporterName.first(known.name())) + what);
    out.flush();
  }

  private void print(List<Reporter> all) {
    output.lists(ReporterJson.class);
    PrintWriter out = spec.commandLine().getOut();
    all.forEach(
        one -> out.println(output.isJson() ? PublishedJson.line(ReporterJson.of(one)) : text(one)));
    if (all.isEmpty() && !output.isJson()) {
      out.println("No report has come in yet.");
    }
    out.flush();
  }

  private static String text(Reporter one) {
    Exclusion exclusion = one.exclusion();
    return "%-32s %,7d %-8s %,10d %-9s %s to %s%s"
        .formatted(
            Terminal.safe(ReporterName.forPeople(one.name())),
            one.reports(),
            one.reports() == 1 ? "report," : "reports,",
            one.messages(),
            one.messages() == 1 ? "message," : "messages,",
            one.firstDay(),
            one.lastDay(),
            exclusion == null ? "" : "; left out: " + Terminal.safe(exclusion.reason()));
  }

  private Reporter known(Reporters reporters, String name) {
    return reporters
        .byName(ReporterName.reported(name))
        .orElseThrow(
            () ->
                new UserException(
                    "No reporter is called \"%s\"; `plumbline reporters` prints their names."
                        .formatted(Terminal.safe(name))));
  }
}
