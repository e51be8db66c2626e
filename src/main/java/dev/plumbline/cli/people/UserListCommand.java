package dev.plumbline.cli.people;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.cli.shell.Output;
import dev.plumbline.cli.shell.Shell;
import dev.plumbline.cli.shell.Terminal;
import dev.plumbline.store.people.Person;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code plumbline user list}: who may sign in. */
@Command(
    name = "list",
    description = {"Prints who may sign in, as what, and for which domains.", "Exit status: 0."},
    mixinStandardHelpOptions = true)
public final class UserListCommand implements Callable<Integer> {

  private static final List<String> MEMBERS =
      List.of(
          "login",
          "name",
          "role",
          "unmask",
          "disabled",
          "has_password",
          "second_factor",
          "domains",
          "groups");

  @Mixin private Output output = new Output();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    List<Person> all = Shell.ask(rooms -> rooms.persons().all());
    output.lists(MEMBERS);
    PrintWriter out = spec.commandLine().getOut();
    all.forEach(one -> out.println(output.isJson() ? json(one) : text(one)));
    if (all.isEmpty() && !output.isJson()) {
      out.println("Nobody, so nobody has to sign in; the server answers to this machine only.");
    }
    out.flush();
    return 0;
  }

  private static String text(Person person) {
    return "%-32s %-13s %s%s%s"
        .formatted(
            Terminal.safe(person.login()),
            person.disabledAt() == null ? person.role().wire() : "disabled",
            person.limits().words(),
            person.unmask() ? ", may unmask" : "",
            person.hasPassword() || person.providerSubject() != null ? "" : ", no password yet");
  }

  private static ObjectNode json(Person person) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("login", person.login());
    line.put("name", person.name());
    line.put("role", person.role().wire());
    line.put("unmask", person.unmask());
    line.put("disabled", person.disabledAt() != null);
    line.put("has_password", person.hasPassword());
    line.put("second_factor", person.secondFactor());
    LimitsJson.put(line, person.limits());
    return line;
  }
}
