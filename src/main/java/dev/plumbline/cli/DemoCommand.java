package dev.plumbline.cli;

import dev.plumbline.cli.shell.AppRunner;
import dev.plumbline.cli.shell.DemoFolder;
import dev.plumbline.cli.shell.Settings;
import dev.plumbline.cli.shell.UserException;
import dev.plumbline.intake.FolderIngest;
import dev.plumbline.recheck.Rechecks;
import dev.plumbline.review.Judge;
import dev.plumbline.store.traffic.DomainInfo;
import dev.plumbline.store.traffic.TrafficQueries;
import jakarta.enterprise.inject.spi.CDI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code plumbline demo}: the sample reports and their DNS, without mailbox or network. */
@Command(
    name = "demo",
    description = {
      "Takes the sample reports in and serves the pages; needs no mailbox and no network.",
      "Its data is kept apart in data/demo."
    },
    mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {

  private static final int PORTS_TO_TRY = 20;

  @Mixin private Address address = new Address();

  /** The day after the last that the sample reports are about: their story ends then. */
  static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

  @Override
  public Integer call() {
    address.apply();
    Path samples = DemoFolder.samples();
    if (!Files.isDirectory(samples)) {
      throw new UserException("The demo needs the folder " + samples + ", which is missing.");
    }
    Settings settings = Settings.load();
    DemoFolder.requireNothingOfOthers(settings);
    Path folder = settings.dataDir().resolve("demo");
    System.setProperty("plumbline.data-dir", folder.toString());
    DemoFolder.begin(folder, TODAY);
    System.setProperty("quarkus.log.level", "WARN");
    System.setProperty("quarkus.log.console.stderr", "true");
    choosePort(settings);
    return new AppRunner(Settings.load())
        .serve(
            () -> {
              takeIn(samples);
              System.out.println(
                  "Plumbline's demo is ready: " + ServeCommand.link() + "   (stop with Ctrl-C)");
              return 0;
            });
  }

  /** The same way any folder goes; the second time everything is a duplicate. */
  static void takeIn(Path samples) {
    CDI.current().select(FolderIngest.class).get().ingest(List.of(samples), file -> {});
    Rechecks rechecks = CDI.current().select(Rechecks.class).get();
    Judge judge = CDI.current().select(Judge.class).get();
    for (DomainInfo domain : CDI.current().select(TrafficQueries.class).get().domains()) {
      rechecks.recheckNow(domain.name());
      judge.judgeNow(domain.name());
    }
  }

  private static void choosePort(Settings settings) {
    int first = settings.port();
    for (int port = first; first > 0 && port < first + PORTS_TO_TRY && port <= 65_535; port++) {
      if (AppRunner.isFree(port)) {
        System.setProperty("plumbline.http.port", Integer.toString(port));
        return;
      }
    }
  }
}
