package dev.plumbline.cli.people;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.cli.shell.Output;
import dev.plumbline.cli.shell.Shell;
import dev.plumbline.people.ProgramTokens;
import dev.plumbline.store.people.ApiTokens.Draft;
import dev.plumbline.store.people.Right;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plumbline token create}: makes a token for a program. */
@Command(
    name = "create",
    description = {
      "Makes a token for a program and prints it, this once: only its hash is kept.",
      "Exit status: 0, or 2 for wrong use."
    },
    mixinStandardHelpOptions = true)
public final class TokenCreateCommand implements Callable<Integer> {

  @Parameters(paramLabel = "NAME", description = "What it is for.")
  private String name = "";

  @Option(
      names = "--scope",
      required = true,
      split = ",",
      paramLabel = "SCOPE",
      description = "What it may do: read, decide, upload, export, metrics, unmask.")
  private List<String> scopes = List.of();

  @Option(
      names = "--user",
      paramLabel = "LOGIN",
      description = "Whose it is: it may do nothing that they may not (default: nobody's).")
  private @Nullable String user;

  @Option(
      names = "--days",
      paramLabel = "DAYS",
      description = "How long it works (default: until it is revoked).")
  private @Nullable Integer days;

  @Mixin private LimitOptions limits = new LimitOptions();

  @Mixin private Output output = new Output();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Set<Right> rights = EnumSet.noneOf(Right.class);
    for (String scope : scopes) {
      rights.add(
          Right.ofWire(scope)
              .filter(ProgramTokens.GRANTABLE::contains)
              .orElseThrow(
                  () ->
                      new ParameterException(
                          spec.commandLine(),
                          "The scope is \"%s\"; it must be of read, decide, upload, export, metrics, unmask."
                              .formatted(scope))));
    }
    return Shell.ask(
        rooms -> {
          Instant end = days == null ? null : rooms.clock().instant().plus(Duration.ofDays(days));
          ProgramTokens.Made made =
              rooms
                  .tokens()
                  .create(
                      Shell.who(),
                      new Draft(
                          name,
                          user == null ? null : Asking.known(rooms, user).id(),
                          rights,
                          limits.limits(rooms.accounts()),
                          end));
          PrintWriter out = spec.commandLine().getOut();
          out.println(output.isJson() ? json(made, rights, end) : made.secret());
          out.flush();
          return 0;
        });
  }

  private ObjectNode json(ProgramTokens.Made made, Set<Right> rights, @Nullable Instant end) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("id", made.id());
    line.put("name", name);
    line.put("token", made.secret());
    ArrayNode array = line.putArray("scopes");
    rights.forEach(one -> array.add(one.wire()));
    line.put("ends_at", end == null ? null : end.toString());
    return line;
  }
}
