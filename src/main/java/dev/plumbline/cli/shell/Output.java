package dev.plumbline.cli.shell;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** How a command writes its answer. */
public final class Output {

  /** The choices. */
  enum Format {
    text,
    json,
    csv
  }

  private Format format = Format.text;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "One of: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  void setFormat(Format format) {
    this.format = format;
    use(format, command);
  }

  /** Of what is written as JSON, CSV is made where that is wanted. */
  static void use(Format format, CommandSpec command) {
    CommandLine line = command.commandLine();
    if (format == Format.csv && line != null && !(line.getOut() instanceof CsvAnswer)) {
      line.setOut(CsvAnswer.to(line.getOut()));
    }
  }

  /** Says what the objects of a list are, so that as CSV it has a header even if there is none. */
  public void lists(Class<? extends Record> kind) {
    lists(CsvAnswer.columnsOf(kind));
  }

  /** As {@link #lists(Class)}, by the names of their members. */
  public void lists(List<String> members) {
    if (command.commandLine().getOut() instanceof CsvAnswer csv) {
      csv.columns(members);
    }
  }

  /**
   * Says that as CSV the answer, one object, is a table of its lists: a row for each element.
   *
   * @param within these lists, {@code a.b} for one within a member
   * @param repeated members of the answer that each row begins with
   * @param columns the members of the elements
   */
  public void rowsOf(List<String> within, List<String> repeated, List<String> columns) {
    if (command.commandLine().getOut() instanceof CsvAnswer csv) {
      csv.rowsOf(within, repeated, columns);
    }
  }

  /** As above, with elements of some kinds and nothing repeated. */
  public void rowsOf(List<String> within, List<Class<? extends Record>> kinds) {
    rowsOf(
        within,
        List.of(),
        kinds.stream().flatMap(kind -> CsvAnswer.columnsOf(kind).stream()).toList());
  }

  /** Whether it is JSON that is to be written; of that CSV is made. */
  public boolean isJson() {
    return format != Format.text;
  }

  /** Runs a command, and finishes what it wrote. */
  public static int run(ParseResult parsed) {
    int status = new CommandLine.RunLast().execute(parsed);
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    if (last.commandSpec().commandLine().getOut() instanceof CsvAnswer csv) {
      csv.end();
    }
    return status;
  }
}
