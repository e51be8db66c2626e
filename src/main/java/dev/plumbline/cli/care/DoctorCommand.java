package dev.plumbline.cli.care;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.plumbline.cli.care.Finding.State;
import dev.plumbline.cli.shell.Output;
import dev.plumbline.cli.shell.Settings;
import dev.plumbline.cli.shell.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code plumbline doctor}: what is wrong with an installation, and how to mend it. */
@Command(
    name = "doctor",
    description = {
      "Says what is wrong with this installation and how to mend it.",
      "Looks at settings, rights, disk, database, clock, DNS, mailboxes and time zone data; changes"
          + " nothing.",
      "Exit status: 0 if nothing is wrong, 1 if something is, 2 for wrong use."
    },
    mixinStandardHelpOptions = true)
public final class DoctorCommand implements Callable<Integer> {

  @Mixin private Output output = new Output();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    Settings settings = Settings.load();
    Clock clock = Clock.systemUTC();
    List<Finding> findings = new ArrayList<>(new PlaceChecks(settings, clock.instant()).all());
    findings.addAll(new ConnectionChecks(settings, clock).all());
    PrintWriter out = spec.commandLine().getOut();
    boolean well = findings.stream().noneMatch(one -> one.state() == State.WRONG);
    output.rowsOf(List.of("findings"), List.of(), List.of("part", "state", "text", "mend"));
    if (output.isJson()) {
      json(out, findings, well);
    } else {
      findings.forEach(one -> text(out, one));
    }
    out.flush();
    return well ? 0 : 1;
  }

  private static void text(PrintWriter out, Finding finding) {
    String state = finding.state() == State.WRONG ? "WRONG" : finding.state().wire();
    out.println("%-5s  %-11s  %s".formatted(state, finding.part(), Terminal.safe(finding.text())));
    if (finding.mend() != null) {
      out.println(" ".repeat(20) + "-> " + Terminal.safe(finding.mend()));
    }
  }

  private static void json(PrintWriter out, List<Finding> findings, boolean well)
      throws IOException {
    JsonFactory factory = JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    JsonGenerator json =
        factory.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    json.writeStartObject();
    json.writeBooleanField("ok", well);
    json.writeArrayFieldStart("findings");
    for (Finding finding : findings) {
      json.writeStartObject();
      json.writeStringField("part", finding.part());
      json.writeStringField("state", finding.state().wire());
      json.writeStringField("text", finding.text());
      json.writeStringField("mend", finding.mend());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.flush();
    out.println();
  }
}
