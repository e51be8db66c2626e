package dev.plumbline.cli.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.plumbline.cli.shell.AppRunner;
import dev.plumbline.cli.shell.Output;
import dev.plumbline.cli.shell.Settings;
import dev.plumbline.cli.shell.Terminal;
import dev.plumbline.cli.shell.UserException;
import dev.plumbline.intake.MailboxChecks;
import dev.plumbline.intake.MailboxReport;
import dev.plumbline.intake.MailboxReport.Finding;
import dev.plumbline.intake.MailboxesSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plumbline mailbox test}: connects to mailboxes and says what it finds. */
@Command(
    name = "test",
    description = {
      "Connects to one mailbox, or to all, and says what it finds. No message is touched.",
      "Mailboxes that were made on a page are among them.",
      "Exit status: 0 if all can be read, 1 if one cannot, 2 for wrong use."
    },
    mixinStandardHelpOptions = true)
public final class MailboxTestCommand implements Callable<Integer> {

  @Parameters(paramLabel = "NAME", arity = "0..1", description = "The mailbox's name.")
  private @Nullable String name;

  @Mixin private Output output = new Output();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Settings settings = Settings.load();
    MailboxChecks configured = new MailboxChecks(settings.mapped(MailboxesSettings.class));
    AppRunner runner = new AppRunner(settings);
    return runner.hasDatabase() && answers(runner, configured)
        ? runner.ask(rooms -> test(rooms.mailboxes().names(), rooms.mailboxes()::check))
        : test(configured.names(), configured::check);
  }

  /** A mailbox of the configuration can be tried whatever becomes of the database. */
  private boolean answers(AppRunner runner, MailboxChecks configured) {
    try {
      return runner.ask(rooms -> !rooms.mailboxes().names().isEmpty());
    } catch (UserException e) {
      if (configured.names().isEmpty()) {
        throw e;
      }
      PrintWriter err = spec.commandLine().getErr();
      err.println("plumbline: only mailboxes of the configuration are tried: " + e.getMessage());
      err.flush();
      return false;
    }
  }

  private int test(List<String> names, Function<String, Optional<MailboxReport>> check) {
    String wanted = name;
    if (names.isEmpty()) {
      throw new UserException(
          "There is no mailbox; add one on the page Settings, Mailboxes, or set"
              + " plumbline.mailboxes.NAME.host, .user and .password-file.");
    }
    if (wanted != null && !names.contains(wanted)) {
      throw new UserException(
          "No mailbox is called \"%s\"; there are: %s."
              .formatted(Terminal.safe(wanted), String.join(", ", names)));
    }
    output.rowsOf(List.of("findings"), List.of("mailbox"), List.of("step", "ok", "text"));
    PrintWriter out = spec.commandLine().getOut();
    boolean good = true;
    for (String one : wanted == null ? names : List.of(wanted)) {
      MailboxReport report = check.apply(one).orElseThrow();
      good &= report.isGood();
      if (output.isJson()) {
        told(out, report);
      } else {
        text(out, report);
      }
      out.flush();
    }
    return good ? 0 : 1;
  }

  private static void text(PrintWriter out, MailboxReport report) {
    out.println(Terminal.safe(report.name()));
    for (Finding finding : report.findings()) {
      out.println((finding.good() ? "  ok    " : "  FAIL  ") + Terminal.safe(finding.text()));
    }
  }

  private static void told(PrintWriter out, MailboxReport report) {
    try {
      json(out, report);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void json(PrintWriter out, MailboxReport report) throws IOException {
    JsonFactory factory = JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    JsonGenerator json =
        factory.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    json.writeStartObject();
    json.writeStringField("mailbox", report.name());
    json.writeBooleanField("ok", report.isGood());
    json.writeArrayFieldStart("findings");
    for (Finding finding : report.findings()) {
      json.writeStartObject();
      json.writeStringField("step", finding.step());
      json.writeBooleanField("ok", finding.good());
      json.writeStringField("text", finding.text());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.flush();
    out.println();
  }
}
