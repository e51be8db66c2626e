package dev.plumbline.cli.intake;

import dev.plumbline.cli.shell.AppRunner;
import dev.plumbline.cli.shell.Settings;
import dev.plumbline.intake.SecondChances;
import jakarta.enterprise.inject.spi.CDI;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plumbline retry}: takes rejected items in again from their kept bytes. */
@Command(
    name = "retry",
    description = {
      "Takes rejected messages and files in again, from the bytes that were kept.",
      "Exit status: 0 if nothing is rejected any more, 1 if something still is, 2 for wrong use."
    },
    mixinStandardHelpOptions = true)
public final class RetryCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "ENTRY",
      arity = "0..*",
      description = "Numbers of entries in the intake log (default: every rejected one).")
  private List<Long> entries = List.of();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    return new AppRunner(Settings.load())
        .work(
            () -> {
              SecondChances chances = CDI.current().select(SecondChances.class).get();
              EntryLines output = new EntryLines(spec.commandLine().getOut());
              chances.all(entries.isEmpty() ? chances.rejected() : entries, output::entry);
              output.summary("taken in again");
              return output.allStored() ? 0 : 1;
            });
  }
}
