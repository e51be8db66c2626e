package dev.plumbline.cli.shell;

import dev.plumbline.store.FileTrouble;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/**
 * The data folder of the demo. Its reports, their day and their DNS are made up: whichever command
 * asks about it goes by these, and judges by nothing else.
 */
public final class DemoFolder {

  static final String TODAY = "plumbline.today";

  /** What holds its day, in the folder. */
  private static final String FILE = "demo-day";

  private DemoFolder() {}

  /**
   * Makes a folder the demo's, and this process one of the demo.
   *
   * @param day the demo's today
   */
  public static void begin(Path folder, LocalDate day) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve(FILE), day + "\n", StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UserException(
          "%s has to be a folder that Plumbline may write into: %s (plumbline.data-dir)"
              .formatted(folder, FileTrouble.said(e)));
    }
    use(day);
  }

  private static void use(LocalDate day) {
    System.setProperty(TODAY, day.toString());
    System.setProperty("plumbline.dns.servers", "none");
    System.setProperty("plumbline.dns.zone-file", samples().resolve("zone.example.db").toString());
  }

  /** The reports, and what DNS says of their domains. */
  public static Path samples() {
    return Settings.home().resolve("sample-reports");
  }

  /**
   * Has a command about the demo's data go by its day and its DNS, and says so.
   *
   * @return whether it is about them
   */
  static boolean enter(Settings settings, DatabaseSettings databases) {
    // Another database is not the demo's, whatever lies in the folder.
    if (settings.get(TODAY).isPresent() || databases.first().isPresent()) {
      return false;
    }
    Optional<LocalDate> day = day(settings.dataDir());
    day.ifPresent(
        today -> {
          use(today);
          FoldedText.errors()
              .println(
                  "This is the demo's data: today is %s in it, and DNS its sample zone."
                      .formatted(today));
        });
    return day.isPresent();
  }

  private static Optional<LocalDate> day(Path folder) {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDate.parse(Files.readString(file, StandardCharsets.UTF_8).strip()));
    } catch (IOException | DateTimeParseException e) {
      throw new UserException(
          "%s tells no day by which the demo's data are judged; `plumbline demo` writes it anew."
              .formatted(file));
    }
  }

  /**
   * By a made-up day and DNS no report of others may be judged, and no mail be taken from a
   * mailbox.
   *
   * @throws UserException if a setting leads to some
   */
  public static void requireNothingOfOthers(Settings settings) {
    List<String> leading = new SettingsCheck(settings).leadingOut();
    if (!leading.isEmpty()) {
      throw new UserException(
          "The demo is about made-up reports alone and must not come near yours; start it without %s."
              .formatted(String.join(", ", leading)));
    }
  }
}
