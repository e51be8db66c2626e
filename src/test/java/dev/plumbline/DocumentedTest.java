package dev.plumbline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.cli.Main;
import dev.plumbline.cli.shell.CommandGroup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What can be called is told in docs/. */
class DocumentedTest {

  @Test
  void every_command_is_told_of() throws Exception {
    String told = Files.readString(Path.of("docs", "cli.md"));
    Set<String> untold = new TreeSet<>();
    visit("plumbline", new Main(), told, untold);
    assertThat(untold).isEmpty();
  }

  private static void visit(String path, Object command, String told, Set<String> untold) {
    if (command instanceof CommandGroup group) {
      for (String name : group.names()) {
        visit(path + " " + name, group.command(name), told, untold);
      }
    } else if (!told.contains(path + " ")
        && !told.contains(path + "\n")
        && !told.contains(path + "`")) {
      untold.add(path);
    }
  }
}
