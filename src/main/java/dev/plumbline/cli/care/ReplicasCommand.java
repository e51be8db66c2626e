package dev.plumbline.cli.care;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.plumbline.cli.shell.AppRunner;
import dev.plumbline.cli.shell.Output;
import dev.plumbline.cli.shell.Settings;
import dev.plumbline.cli.shell.Terminal;
import dev.plumbline.store.figures.Replica;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code plumbline replicas}: the servers that share the database. */
@Command(
    name = "replicas",
    description = {
      "Lists the servers that share the database.",
      "Since when, when last heard of, and what each of them alone may do now.",
      "Exit status: 0 if all are alive, 1 if one is silent or there is none, 2 for wrong use."
    },
    mixinStandardHelpOptions = true)
public final class ReplicasCommand implements Callable<Integer> {

  @Mixin private Output output = new Output();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    List<Replica> replicas =
        new AppRunner(Settings.load()).<List<Replica>>ask(rooms -> rooms.replicas());
    output.lists(List.of("name", "version", "started_at", "silent_seconds", "alive", "leases"));
    PrintWriter out = spec.commandLine().getOut();
    for (Replica one : replicas) {
      if (output.isJson()) {
        json(out, one);
      } else {
        out.println(
            "%s  %s  %s since %s, heard of %d s ago%s"
                .formatted(
                    one.isAlive() ? "alive " : "SILENT",
                    Terminal.safe(one.name()),
                    Terminal.safe(one.version()),
                    one.startedAt(),
                    one.silentSeconds(),
                    one.leases().isEmpty()
                        ? ""
                        : ": " + Terminal.safe(String.join(", ", one.leases()))));
      }
    }
    if (replicas.isEmpty() && !output.isJson()) {
      out.println("No server shares the database.");
    }
    out.flush();
    return !replicas.isEmpty() && replicas.stream().allMatch(Replica::isAlive) ? 0 : 1;
  }

  private static void json(PrintWriter out, Replica one) throws IOException {
    JsonFactory factory = JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    JsonGenerator json =
        factory.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    json.writeStartObject();
    json.writeStringField("name", one.name());
    json.writeStringField("version", one.version());
    json.writeStringField("started_at", one.startedAt().toString());
    json.writeNumberField("silent_seconds", one.silentSeconds());
    json.writeBooleanField("alive", one.isAlive());
    json.writeArrayFieldStart("leases");
    for (String lease : one.leases()) {
      json.writeString(lease);
    }
    json.writeEndArray();
    json.writeEndObject();
    json.flush();
    out.println();
  }
}
