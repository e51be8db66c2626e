package dev.plumbline.cli.shell;

import picocli.CommandLine.Option;

/** How a command writes its answer. */
public final class Output {

  /** The choices. */
  enum Format {
    text,
    json
  }

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "One of: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Format format = Format.text;

  public boolean isJson() {
    return format == Format.json;
  }
}
