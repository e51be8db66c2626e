package dev.plumbline.intake;

import dev.plumbline.store.intake.Outcome;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder in the form of a Maildir: complete messages are files in {@code new} and {@code cur},
 * those being delivered in {@code tmp}. Sub-folders are named as Maildir++ does: {@code .A.B}.
 */
record Maildir(Path root) {

  static boolean isMaildir(Path folder) {
    return Files.isDirectory(folder.resolve("new")) && Files.isDirectory(folder.resolve("cur"));
  }

  /** Whether a folder is one of the three that make a Maildir. */
  static boolean isPart(Path folder) {
    return switch (String.valueOf(folder.getFileName())) {
      case "new", "cur", "tmp" -> true;
      default -> false;
    };
  }

  /** The files of the messages, oldest deliveries first as far as their names tell. */
  List<Path> messages() throws IOException {
    List<Path> messages = new ArrayList<>();
    for (String part : List.of("cur", "new")) {
      try (Stream<Path> files = Files.list(root.resolve(part))) {
        files
            .filter(file -> !String.valueOf(file.getFileName()).startsWith("."))
            .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
            .sorted()
            .forEach(messages::add);
      }
    }
    return messages;
  }

  /** Moves a message into the sub-folder of its outcome, where it stays unread if it was. */
  void putAway(Path message, Outcome outcome) throws IOException {
    Path folder = root.resolve(subFolder(outcome));
    for (String part : List.of("tmp", "new", "cur")) {
      Files.createDirectories(folder.resolve(part));
    }
    Path marker = folder.resolve("maildirfolder");
    try {
      Files.createFile(marker);
    } catch (FileAlreadyExistsException e) {
      // Made before.
    }
    String name = String.valueOf(message.getFileName());
    String inCur = name.contains(":2,") ? name : name + ":2,";
    // Names are unique (a delivery's time, process and host), so nothing is overwritten.
    Files.move(message, folder.resolve("cur").resolve(inCur));
  }

  private static String subFolder(Outcome outcome) {
    return switch (outcome) {
      case STORED, CONFLICT, SET_ASIDE, DUPLICATE -> ".Plumbline.Done";
      case NOT_A_REPORT -> ".Plumbline.Not a report";
      case REJECTED -> ".Plumbline.Rejected";
      case TRY_AGAIN -> throw new IllegalArgumentException("A message to be tried again stays");
    };
  }
}
