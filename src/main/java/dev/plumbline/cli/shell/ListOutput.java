package dev.plumbline.cli.shell;

import dev.plumbline.cli.shell.Output.Format;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** As {@link Output}, for lists that are JSON unless somebody says so. */
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
    Output.use(format, command);
  }

  /** Whether it is JSON that is to be written; of that CSV is made. */
  public boolean isJson() {
    return format != Format.text;
  }
}
