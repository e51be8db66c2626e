package dev.plumbline.cli.people;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.cli.shell.Output;
import dev.plumbline.cli.shell.Shell;
import dev.plumbline.cli.shell.Terminal;
import dev.plumbline.store.people.ApiTokens.Token;
import dev.plumbline.store.people.Right;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code plumbline token list}: the tokens there are. */
@Command(
    name = "list",
    description = {
      "Prints the tokens there are, what they may do, and when they were last used.",
      "Exit status: 0."
    },
    mixinStandardHelpOptions = true)
public final class TokenListCommand implements Callable<Integer> {

  private static final List<String> MEMBERS =
      List.of(
          "id",
          "name",
          "user",
          "scopes",
          "domains",
          "groups",
          "created_at",
          "ends_at",
          "revoked_at",
          "used_at",
          "used_from");

  @Mixin private Output output = new Output();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Shell.ask(
        rooms -> {
          Instant now = rooms.clock().instant();
          List<Token> all = rooms.tokens().all(null);
          output.lists(MEMBERS);
          all.forEach(one -> out.println(output.isJson() ? json(one) : text(one, now)));
          if (all.isEmpty() && !output.isJson()) {
            out.println("No token was made yet.");
          }
          return 0;
        });
    out.flush();
    return 0;
  }

  private static String text(Token token, Instant now) {
    String rights =
        token.rights().stream().map(Right::wire).sorted().collect(Collectors.joining(","));
    return "%6d  %-24s %s; %s; %s; %s"
        .formatted(
            token.id(),
            Terminal.safe(token.name()),
            state(token, now),
            rights,
            token.limits().words(),
            token.usedAt() == null ? "never used" : "last used " + token.usedAt());
  }

  private static String state(Token token, Instant now) {
    Instant end = token.endsAt();
    if (token.revokedAt() != null) {
      return "revoked";
    }
    return end == null ? "works" : (end.isAfter(now) ? "works until " : "over since ") + end;
  }

  private static ObjectNode json(Token token) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("id", token.id());
    line.put("name", token.name());
    line.put("user", token.owner());
    ArrayNode rights = line.putArray("scopes");
    token.rights().stream().map(Right::wire).sorted().forEach(rights::add);
    LimitsJson.put(line, token.limits());
    line.put("created_at", token.createdAt().toString());
    line.put("ends_at", text(token.endsAt()));
    line.put("revoked_at", text(token.revokedAt()));
    line.put("used_at", text(token.usedAt()));
    line.put("used_from", token.usedFrom());
    return line;
  }

  private static @Nullable String text(@Nullable Instant at) {
    return at == null ? null : at.toString();
  }
}
