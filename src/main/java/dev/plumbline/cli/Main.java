package dev.plumbline.cli;

import dev.plumbline.cli.alerts.AlertsCommand;
import dev.plumbline.cli.care.BackupCommand;
import dev.plumbline.cli.care.DoctorCommand;
import dev.plumbline.cli.care.MigrateCommand;
import dev.plumbline.cli.care.ReplicasCommand;
import dev.plumbline.cli.care.RestoreCommand;
import dev.plumbline.cli.care.SettingCommand;
import dev.plumbline.cli.digest.DigestCommand;
import dev.plumbline.cli.dmarc.DkimCommand;
import dev.plumbline.cli.dmarc.DmarcCommand;
import dev.plumbline.cli.dmarc.DomainCommand;
import dev.plumbline.cli.export.ExportCommand;
import dev.plumbline.cli.intake.AsideCommand;
import dev.plumbline.cli.intake.ImportCommand;
import dev.plumbline.cli.intake.IngestCommand;
import dev.plumbline.cli.intake.MailboxCommand;
import dev.plumbline.cli.intake.ParseCommand;
import dev.plumbline.cli.intake.ReparseCommand;
import dev.plumbline.cli.intake.RetryCommand;
import dev.plumbline.cli.intake.TotalsCommand;
import dev.plumbline.cli.kinds.FailureReportsCommand;
import dev.plumbline.cli.kinds.TlsCommand;
import dev.plumbline.cli.mail.TestMailCommand;
import dev.plumbline.cli.people.TokenCommand;
import dev.plumbline.cli.people.UserCommand;
import dev.plumbline.cli.shell.CommandGroup;
import dev.plumbline.cli.shell.Ending;
import dev.plumbline.cli.shell.FoldedText;
import dev.plumbline.cli.shell.InertWriter;
import dev.plumbline.cli.shell.Output;
import dev.plumbline.cli.shell.UserException;
import dev.plumbline.cli.shell.WrongUse;
import dev.plumbline.cli.spf.SpfCommand;
import dev.plumbline.cli.traffic.DecideCommand;
import dev.plumbline.cli.traffic.DomainsCommand;
import dev.plumbline.cli.traffic.ReadyCommand;
import dev.plumbline.cli.traffic.ReportersCommand;
import dev.plumbline.cli.traffic.SendersCommand;
import dev.plumbline.cli.traffic.SimulateCommand;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The start of every command. */
@QuarkusMain
@Command(
    name = "plumbline",
    description = "Reads DMARC reports and says which senders still need authorizing.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    footer = {"", "Settings: docs/configuration.md.", "Output formats: docs/cli.md."})
public final class Main implements CommandGroup, Runnable {

  /** Wrong use, wrong settings, or input that cannot be read. */
  static final int USAGE = 2;

  public static void main(String... args) {
    // Else picocli looks for Groovy, in every jar.
    System.setProperty("picocli.disable.closures", "true");
    System.exit(run(args));
  }

  /** Runs one command and answers its exit status. */
  static int run(String... args) {
    List<String> understood = CommandGroup.understood(new Main(), List.of(args));
    CommandLine line = CommandGroup.line(new Main(), understood);
    // What would colour help is made harmless on its way to the terminal, as all that drives one.
    line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    FoldedText.helpWidth(System.getenv("COLUMNS")).ifPresent(line::setUsageHelpWidth);
    Optional<PrintWriter> folded = FoldedText.toTerminal(understood);
    // What is folded is folded by whole lines.
    line.setOut(new PrintWriter(new InertWriter(folded.orElseGet(line::getOut)), folded.isEmpty()));
    line.setErr(new PrintWriter(new InertWriter(FoldedText.errors()), true));
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionStrategy(Output::run)
        .setExecutionExceptionHandler(Main::report)
        .setParameterExceptionHandler(Main::wrongUse)
        .execute(understood.toArray(String[]::new));
  }

  @Override
  public List<String> names() {
    return List.of(
        "demo",
        "serve",
        "ingest",
        "import",
        "retry",
        "aside",
        "reparse",
        "totals",
        "reporters",
        "mailbox",
        "domains",
        "senders",
        "decide",
        "simulate",
        "export",
        "digest",
        "alerts",
        "ready",
        "failure-reports",
        "tls",
        "parse",
        "test-mail",
        "spf",
        "dmarc",
        "dkim",
        "domain",
        "user",
        "token",
        "backup",
        "restore",
        "migrate",
        "replicas",
        "setting",
        "doctor");
  }

  @Override
  public Object command(String name) {
    return switch (name) {
      case "demo" -> new DemoCommand();
      case "serve" -> new ServeCommand();
      case "ingest" -> new IngestCommand();
      case "import" -> new ImportCommand();
      case "retry" -> new RetryCommand();
      case "aside" -> new AsideCommand();
      case "reparse" -> new ReparseCommand();
      case "totals" -> new TotalsCommand();
      case "reporters" -> new ReportersCommand();
      case "mailbox" -> new MailboxCommand();
      case "domains" -> new DomainsCommand();
      case "senders" -> new SendersCommand();
      case "decide" -> new DecideCommand();
      case "export" -> new ExportCommand();
      case "digest" -> new DigestCommand();
      case "alerts" -> new AlertsCommand();
      case "simulate" -> new SimulateCommand();
      case "ready" -> new ReadyCommand();
      case "failure-reports" -> new FailureReportsCommand();
      case "tls" -> new TlsCommand();
      case "parse" -> new ParseCommand();
      case "test-mail" -> new TestMailCommand();
      case "spf" -> new SpfCommand();
      case "dmarc" -> new DmarcCommand();
      case "dkim" -> new DkimCommand();
      case "domain" -> new DomainCommand();
      case "user" -> new UserCommand();
      case "token" -> new TokenCommand();
      case "backup" -> new BackupCommand();
      case "restore" -> new RestoreCommand();
      case "migrate" -> new MigrateCommand();
      case "replicas" -> new ReplicasCommand();
      case "setting" -> new SettingCommand();
      case "doctor" -> new DoctorCommand();
      default -> throw CommandGroup.unknown(name);
    };
  }

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }

  private static int wrongUse(CommandLine.ParameterException failure, String... ignored) {
    WrongUse.tell(failure);
    return USAGE;
  }

  private static int report(Exception failure, CommandLine command, CommandLine.ParseResult ignored)
      throws Exception {
    if (Ending.isUnderWay()) {
      return USAGE;
    }
    if (!(failure instanceof UserException)) {
      throw failure;
    }
    PrintWriter err = command.getErr();
    err.println("plumbline: " + failure.getMessage());
    err.flush();
    return USAGE;
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"plumbline " + (version == null ? "(development)" : version)};
    }
  }
}
