package dev.plumbline.cli.shell;

import dev.plumbline.cli.shell.Output.Format;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * As {@link Output}, for lists that are JSON unless somebody says so, of commands that also do
 * something: what was done is told in a sentence, whatever the format.
 */
public final class ListOutput {

  private Format format = Format.json;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "json",
      description = "One of: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  void setFormat(Format format) {
    this.format = format;
  }

  /** Says what the objects of the list are, before the first is written. */
  public void lists(Class<? extends Record> kind) {
    lists(CsvAnswer.columnsOf(kind));
  }

  /** As {@link #lists(Class)}, by the names of their members. */
  public void lists(List<String> members) {
    Output.use(format, command);
    if (command.commandLine().getOut() instanceof CsvAnswer csv) {
      csv.columns(members);
    }
  }

  /** Whether it is JSON that is to be written; of that CSV is made. */
  public boolean isJson() {
    return format != Format.text;
  }
}
