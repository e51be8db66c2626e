package dev.plumbline.cli.shell;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks for answers that the command line did not give, if somebody is there to answer. */
public final class Interview {

  private final @Nullable BufferedReader people;

  /**
   * An interview.
   *
   * @param people where answers come from, a line each; null if nobody is there
   */
  public Interview(@Nullable BufferedReader people) {
    this.people = people;
  }

  /** With the people at the terminal, if there is one. */
  @SuppressWarnings("SystemConsoleNull") // later Javas make one that ends at once, which is told
  public static Interview atTerminal() {
    return new Interview(
        System.console() == null
            ? null
            : new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())));
  }

  /** Whether somebody is there. */
  public boolean isPossible() {
    return people != null;
  }

  /**
   * Asks until the answer can be read.
   *
   * @param err where the question is shown
   * @param assumed stands for an empty answer
   * @param read turns an answer into what it means; empty if it means nothing
   * @throws UserException if the answers end
   */
  public <T> T ask(
      PrintWriter err, String question, String assumed, Function<String, Optional<T>> read) {
    while (true) {
      err.println(question + (assumed.isEmpty() ? "" : " [" + assumed + "]"));
      err.print("> ");
      err.flush();
      String line = readLine();
      if (line == null) {
        throw new UserException("The questions were not all answered.");
      }
      Optional<T> answer = read.apply(line.isBlank() ? assumed : line.strip());
      if (answer.isPresent()) {
        return answer.get();
      }
      err.println("That is no answer to this question.");
    }
  }

  private @Nullable String readLine() {
    try {
      return people == null ? null : people.readLine();
    } catch (IOException e) {
      return null;
    }
  }
}
