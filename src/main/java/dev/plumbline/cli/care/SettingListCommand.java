package dev.plumbline.cli.care;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.cli.shell.Output;
import dev.plumbline.cli.shell.Settings;
import dev.plumbline.cli.shell.Shell;
import dev.plumbline.cli.shell.Terminal;
import dev.plumbline.store.settings.Adjustable;
import dev.plumbline.store.settings.KeptSettings.Kept;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code plumbline setting list}: what is set, and where. */
@Command(
    name = "list",
    description = {
      "Prints what can be set on a page or by `setting set`, how it is set now, and who said so.",
      "Where the configuration says something, that counts.",
      "Exit status: 0."
    },
    mixinStandardHelpOptions = true)
public final class SettingListCommand implements Callable<Integer> {

  @Mixin private Output output = new Output();

  @Spec private CommandSpec spec = CommandSpec.create();

  /** One, as it holds now. */
  private record Now(String name, String value, String origin, @Nullable Kept kept) {}

  @Override
  public Integer call() {
    Settings settings = Settings.load();
    Map<String, Kept> kept = new HashMap<>();
    Shell.ask(rooms -> rooms.settings().all()).forEach(one -> kept.put(one.name(), one));
    PrintWriter out = spec.commandLine().getOut();
    for (Adjustable one : Adjustable.values()) {
      Now now = now(one, kept.get(one.key()), settings);
      out.println(output.isJson() ? json(now) : text(now));
    }
    out.flush();
    return 0;
  }

  private static Now now(Adjustable one, @Nullable Kept kept, Settings settings) {
    Optional<String> configured = settings.get(one.key());
    if (configured.isPresent()) {
      return new Now(one.key(), configured.get(), "configuration", null);
    }
    return kept == null
        ? new Now(one.key(), one.usual(), "default", null)
        : new Now(one.key(), kept.value(), "set", kept);
  }

  private static String text(Now now) {
    Kept kept = now.kept();
    String value =
        now.value().isEmpty()
            ? "(nothing)"
            : now.value().contains("\n")
                ? now.value().lines().count() + " lines"
                : Terminal.safe(now.value());
    return "%-36s %s (%s)"
        .formatted(
            now.name(),
            value,
            kept == null
                ? now.origin()
                : "set by %s, %s".formatted(Terminal.safe(kept.changedBy()), kept.changedAt()));
  }

  private static ObjectNode json(Now now) {
    Kept kept = now.kept();
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("name", now.name());
    line.put("value", now.value());
    line.put("origin", now.origin());
    line.put("changed_by", kept == null ? null : kept.changedBy());
    line.put("changed_at", kept == null ? null : kept.changedAt().toString());
    return line;
  }
}
