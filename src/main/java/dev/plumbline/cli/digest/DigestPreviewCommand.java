package dev.plumbline.cli.digest;

import dev.plumbline.cli.shell.AppRunner;
import dev.plumbline.cli.shell.Rooms;
import dev.plumbline.cli.shell.Settings;
import dev.plumbline.cli.shell.Terminal;
import dev.plumbline.digest.Digest;
import dev.plumbline.digest.DigestHtml;
import dev.plumbline.digest.DigestText;
import dev.plumbline.digest.Letter;
import dev.plumbline.digest.MailServer;
import dev.plumbline.digest.MailSettings;
import dev.plumbline.dns.DomainName;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code plumbline digest preview}: what would be sent. */
@Command(
    name = "preview",
    description = {"Prints a digest; sends nothing.", "Exit status: 0, or 2 for wrong use."},
    mixinStandardHelpOptions = true)
final class DigestPreviewCommand implements Callable<Integer> {

  /** How it is printed. */
  enum Format {
    TEXT,
    HTML,
    EML
  }

  @Mixin private DigestOptions about = new DigestOptions();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "One of: text, html, eml (the whole mail). Default: text.")
  private Format format = Format.TEXT;

  @Option(names = "--to", paramLabel = "ADDRESS", description = "Whom the mail would be for.")
  private @Nullable String to;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Settings settings = Settings.load();
    PrintWriter out = spec.commandLine().getOut();
    String printed = new AppRunner(settings).ask(rooms -> printed(rooms, settings));
    out.print(printed);
    out.flush();
    return 0;
  }

  private String printed(Rooms rooms, Settings settings) {
    Digest digest = about.digest(rooms, settings);
    if (format == Format.EML || to != null) {
      // An address that is none is told of in every format.
      Letter letter =
          DigestOptions.letter(
              digest,
              rooms,
              new MailServer(settings.mapped(MailSettings.class)).from(),
              to == null ? "you@localhost" : to);
      if (format == Format.EML) {
        return new String(letter.bytes(), StandardCharsets.UTF_8);
      }
    }
    return format == Format.HTML
        ? DigestHtml.of(digest, null)
        : "Subject: %s\n\n%s".formatted(shown(digest.subject()), text(digest));
  }

  private static String text(Digest digest) {
    return DigestText.of(digest, null)
        .lines()
        .map(DigestPreviewCommand::shown)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  /** Domains beyond ASCII as the mail has them. */
  private static String shown(String line) {
    return Terminal.safe(DomainName.inSentence(line));
  }
}
