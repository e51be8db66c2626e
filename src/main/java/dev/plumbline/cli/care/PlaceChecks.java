package dev.plumbline.cli.care;

import dev.plumbline.cli.shell.DatabaseSettings;
import dev.plumbline.cli.shell.Settings;
import dev.plumbline.cli.shell.SettingsCheck;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.zone.ZoneRulesProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at settings, files, disk and the Java that runs this: all that needs no connection. */
final class PlaceChecks {

  private static final long MIB = 1024L * 1024L;

  /** PostgreSQL stops when its disk is full; a day of reports and a backup need some room. */
  private static final long LEAST_BYTES = 256 * MIB;

  private static final long GOOD_BYTES = 2048 * MIB;

  private static final long GOOD_MEMORY = 256 * MIB;

  /** Zones change their rules some times a year. */
  private static final int YEARS_OF_ZONES = 3;

  private static final Pattern ZONE_VERSION = Pattern.compile("(\\d{4})[a-z]");

  private static final Set<PosixFilePermission> OTHERS =
      Set.of(
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.GROUP_WRITE);

  private final Settings settings;
  private final SettingsCheck check;
  private final Instant now;
  private final List<Finding> findings = new ArrayList<>();

  PlaceChecks(Settings settings, Instant now) {
    this.settings = settings;
    this.check = new SettingsCheck(settings);
    this.now = now;
  }

  List<Finding> all() {
    settings();
    secrets();
    java();
    if (new DatabaseSettings(settings).first().isEmpty()) {
      folder("data", settings.dataDir(), "plumbline.data-dir");
    }
    disk();
    settings
        .dropFolder()
        .ifPresent(
            drop -> {
              if (Files.isDirectory(drop)) {
                folder("drop folder", drop, "plumbline.drop-folder");
              } else {
                findings.add(
                    Finding.wrong(
                        "drop folder",
                        drop + " is no folder.",
                        "Make it, or correct plumbline.drop-folder."));
              }
            });
    return findings;
  }

  private void settings() {
    List<String> complaints = check.complaints();
    complaints.forEach(
        one -> findings.add(Finding.wrong("settings", one, "Correct the setting it names.")));
    if (complaints.isEmpty()) {
      findings.add(
          Finding.ok(
              "settings",
              check
                      .file()
                      .map(one -> one.path() + " and the environment")
                      .orElse("The environment alone")
                  + " can be read."));
    }
  }

  private void secrets() {
    for (Map.Entry<String, Path> secret : check.secretFiles().entrySet()) {
      Path file = secret.getValue();
      if (!Files.isReadable(file)) {
        findings.add(
            Finding.wrong(
                "rights",
                "%s (%s) is missing or not readable.".formatted(file, secret.getKey()),
                "Make it readable for the user that Plumbline runs as: chown and chmod 0400."));
      } else if (isOpen(file)) {
        findings.add(
            Finding.wrong(
                "rights",
                "Others can read %s (%s).".formatted(file, secret.getKey()),
                "chmod 0400 " + file));
      }
    }
    check
        .file()
        .filter(one -> one.holdsSecrets() && isOpen(one.path()))
        .ifPresent(
            one ->
                findings.add(
                    Finding.wrong(
                        "rights",
                        "There are secrets in %s, which others can read.".formatted(one.path()),
                        "chmod 0600 %s, or name files that hold them (...-file)."
                            .formatted(one.path()))));
  }

  private static boolean isOpen(Path file) {
    try {
      return Files.getPosixFilePermissions(file.toRealPath()).stream().anyMatch(OTHERS::contains);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  private void java() {
    long memory = Runtime.getRuntime().maxMemory();
    String text = "Java %s, at most %d MiB of memory.".formatted(Runtime.version(), memory / MIB);
    findings.add(
        memory < GOOD_MEMORY
            ? Finding.note("java", text, "Give it more by JAVA_OPTS=-Xmx512m.")
            : Finding.ok("java", text));
    String zones =
        ZoneRulesProvider.getVersions("Europe/Berlin").lastEntry() == null
            ? ""
            : ZoneRulesProvider.getVersions("Europe/Berlin").lastKey();
    Matcher version = ZONE_VERSION.matcher(zones);
    boolean old =
        version.matches()
            && Integer.parseInt(version.group(1)) + YEARS_OF_ZONES
                <= now.atOffset(ZoneOffset.UTC).getYear();
    findings.add(
        old
            ? Finding.note(
                "time zones",
                "Java's time zone data is of " + zones + ".",
                "Install a newer release of Java; all times that are kept are UTC.")
            : Finding.ok("time zones", "Java's time zone data is of " + zones + "."));
  }

  private void folder(String part, Path folder, String setting) {
    if (!Files.exists(folder)) {
      findings.add(
          Finding.note(part, folder + " is not there yet.", "`plumbline serve` makes it."));
    } else if (!Files.isWritable(folder)) {
      findings.add(
          Finding.wrong(
              part,
              "%s cannot be written to (%s).".formatted(folder, setting),
              "Give it to the user that Plumbline runs as: chown -R."));
    } else {
      findings.add(Finding.ok(part, folder + " can be written to."));
    }
  }

  private void disk() {
    Path place = settings.dataDir();
    while (place != null && !Files.exists(place)) {
      place = place.getParent();
    }
    if (place == null) {
      return;
    }
    try {
      FileStore store = Files.getFileStore(place);
      long free = store.getUsableSpace();
      String text = "%d MiB are free where %s is.".formatted(free / MIB, place);
      if (free < LEAST_BYTES) {
        findings.add(Finding.wrong("disk", text, "Make room, or move plumbline.data-dir."));
      } else if (free < GOOD_BYTES) {
        findings.add(Finding.note("disk", text, "Make room before it is needed."));
      } else {
        findings.add(Finding.ok("disk", text));
      }
    } catch (IOException e) {
      findings.add(
          Finding.wrong(
              "disk",
              "%s cannot be looked at: %s".formatted(place, e.getMessage()),
              "Look at the disk."));
    }
  }
}
