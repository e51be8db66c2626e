package dev.plumbline.cli.alerts;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.cli.shell.Output;
import dev.plumbline.cli.shell.Rooms;
import dev.plumbline.cli.shell.Shell;
import dev.plumbline.cli.shell.Terminal;
import dev.plumbline.store.Outbox.Bounce;
import dev.plumbline.store.alert.AlertPosts;
import dev.plumbline.store.alert.Channel;
import dev.plumbline.store.alert.Channel.Shape;
import dev.plumbline.store.alert.Channels;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code plumbline alerts channels}: whom alerts are told, and what became of it. */
@Command(
    name = "channels",
    description = {
      "Prints whom alerts are told, with the newest mails and posts to each.",
      "Exit status: 0, or 1 if something was not taken."
    },
    mixinStandardHelpOptions = true)
final class ChannelsCommand implements Callable<Integer> {

  private static final int SHOWN_POSTS = 5;

  @Mixin private Output output = new Output();

  @Spec private CommandSpec spec = CommandSpec.create();

  /** A channel in words, and whether something was not taken. */
  private record Told(List<String> lines, boolean dead) {}

  @Override
  public Integer call() {
    List<Told> told =
        Shell.ask(
            rooms -> rooms.channels().active().stream().map(one -> told(rooms, one)).toList());
    output.lists(List.of("id", "shape", "to", "about", "newest"));
    PrintWriter out = spec.commandLine().getOut();
    told.forEach(one -> one.lines().forEach(out::println));
    if (told.isEmpty() && !output.isJson()) {
      out.println("Alerts are told to nobody yet; whom is said on the page Account, Alerts.");
    }
    out.flush();
    return told.stream().anyMatch(Told::dead) ? 1 : 0;
  }

  private Told told(Rooms rooms, Channel one) {
    List<AlertPosts.Line> posts = rooms.alertPosts().newest(one.id(), SHOWN_POSTS);
    boolean dead = posts.stream().anyMatch(AlertPosts.Line::dead);
    if (output.isJson()) {
      return new Told(List.of(json(one, posts)), dead);
    }
    String first =
        "%6d  %s %s, %s"
            .formatted(
                one.id(),
                one.shape().wire(),
                Terminal.safe(
                    one.shape() == Shape.MAIL ? one.address() : Channels.host(one.address())),
                Terminal.safe(one.about().words()));
    return new Told(
        Stream.concat(Stream.of(first), posts.stream().map(ChannelsCommand::line))
            .collect(Collectors.toList()),
        dead);
  }

  private static String json(Channel one, List<AlertPosts.Line> posts) {
    ObjectNode channel =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", one.id())
            .put("shape", one.shape().wire())
            .put("to", one.shape() == Shape.MAIL ? one.address() : Channels.host(one.address()))
            .put("about", one.about().words());
    ArrayNode newest = channel.putArray("newest");
    for (AlertPosts.Line post : posts) {
      newest
          .addObject()
          .put("due_at", String.valueOf(post.dueAt()))
          .put("state", state(post))
          .put("problem", problem(post));
    }
    return Terminal.safe(channel.toString());
  }

  private static String line(AlertPosts.Line post) {
    return "        %s  %s%s"
        .formatted(
            post.dueAt(),
            state(post),
            problem(post) == null ? "" : ": " + Terminal.safe(problem(post)));
  }

  private static String state(AlertPosts.Line post) {
    return post.bounce() == null ? post.state() : "bounced";
  }

  private static @Nullable String problem(AlertPosts.Line post) {
    Bounce bounce = post.bounce();
    return bounce == null ? post.problem() : (bounce.status() + " " + bounce.said()).strip();
  }
}
