package dev.plumbline.cli.intake;

import dev.plumbline.cli.shell.AppRunner;
import dev.plumbline.cli.shell.Settings;
import dev.plumbline.cli.shell.Terminal;
import dev.plumbline.cli.shell.UserException;
import dev.plumbline.dns.DomainName;
import dev.plumbline.intake.SecondChances;
import jakarta.enterprise.inject.spi.CDI;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plumbline reparse}: reads stored reports again with the present parser. */
@Command(
    name = "reparse",
    description = {
      "Reads stored reports again with the present parser and replaces their rows.",
      "The bytes that were kept are read. Numbers of reports stay, totals stay right.",
      "Exit status: 0 if all were read, 1 if one was not, 2 for wrong use."
    },
    mixinStandardHelpOptions = true)
public final class ReparseCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "DOMAIN",
      arity = "0..*",
      description = "Domains whose reports are read again (default: all).")
  private List<String> domains = List.of();

  @Spec private CommandSpec spec = CommandSpec.create();

  private static String stored(String name) {
    return DomainName.parseWritten(name.strip())
        .map(DomainName::toString)
        .orElseGet(() -> name.toLowerCase(Locale.ROOT));
  }

  @Override
  public Integer call() {
    return new AppRunner(Settings.load())
        .work(
            () -> {
              SecondChances chances = CDI.current().select(SecondChances.class).get();
              List<Long> entries;
              try {
                entries = chances.ofDomains(domains.stream().map(ReparseCommand::stored).toList());
              } catch (IllegalArgumentException e) {
                throw new UserException(Terminal.safe(String.valueOf(e.getMessage())));
              }
              EntryLines output = new EntryLines(spec.commandLine().getOut());
              chances.all(entries, output::entry);
              output.summary("read again");
              return output.allStored() ? 0 : 1;
            });
  }
}
