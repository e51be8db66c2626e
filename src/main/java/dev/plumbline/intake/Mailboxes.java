package dev.plumbline.intake;

import dev.plumbline.intake.MailboxesSettings.MailboxSettings;
import dev.plumbline.intake.imap.LoginSettings;
import dev.plumbline.store.people.Who;
import dev.plumbline.store.settings.KeptMailbox;
import dev.plumbline.store.settings.KeptMailboxes;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All mailboxes: those of the configuration, which only it can change, and those that were made on
 * a page. Where both have one of a name, that of the configuration is read.
 */
@ApplicationScoped
public class Mailboxes {

  /** The names of what is kept sealed. */
  public static final List<String> SECRETS =
      List.of("password", "oauth2.client-secret", "oauth2.refresh-token");

  private static final int LONGEST_SECRET = 4_000;

  private final MailboxesSettings configured;
  private final MailboxChecks checks;
  private final KeptMailboxes kept;
  private final SealedSecrets seals;
  private final Clock clock;

  public Mailboxes(
      MailboxesSettings configured, KeptMailboxes kept, SealedSecrets seals, Clock clock) {
    this.configured = configured;
    this.checks = new MailboxChecks(configured);
    this.kept = kept;
    this.seals = seals;
    this.clock = clock;
  }

  /**
   * What somebody wants a mailbox to be.
   *
   * @param settings by the names of the configuration; empty ones are as by default
   * @param secrets by their names; empty ones stay as they are
   */
  public record Wish(String name, Map<String, String> settings, Map<String, String> secrets) {

    public Wish {
      settings = Map.copyOf(settings);
      secrets = Map.copyOf(secrets);
    }

    /** Never a secret. */
    @Override
    public String toString() {
      return name + " " + settings;
    }
  }

  /**
   * What became of a wish.
   *
   * @param active whether it is read from now on, which it is not if its mail cannot be read
   */
  public record Made(MailboxReport report, boolean active) {}

  /**
   * A mailbox, as people are shown it.
   *
   * @param kept what was made on a page, null if it is of the configuration
   * @param read whether it is read by these settings
   */
  public record Known(
      String name,
      String server,
      String user,
      String folder,
      @Nullable KeptMailbox kept,
      boolean read) {}

  /** All of them by name, those of the configuration first. */
  public List<Known> all() {
    var all = new ArrayList<Known>();
    new TreeMap<>(configured.byName())
        .forEach(
            (name, settings) ->
                all.add(
                    new Known(
                        name, server(settings), settings.user(), settings.folder(), null, true)));
    for (KeptMailbox one : kept.all()) {
      Map<String, String> settings = one.settings();
      all.add(
          new Known(
              one.name(),
              settings.getOrDefault("host", "") + ":" + WrittenMailbox.value(settings, "port"),
              settings.getOrDefault("user", ""),
              WrittenMailbox.value(settings, "folder"),
              one,
              one.active() && !isConfigured(one.name())));
    }
    return all;
  }

  private static String server(MailboxSettings settings) {
    return settings.host() + ":" + settings.port();
  }

  /** The names of all, sorted. */
  public List<String> names() {
    Set<String> names = new TreeSet<>(checks.names());
    kept.all().forEach(one -> names.add(one.name()));
    return List.copyOf(names);
  }

  /** The names of those that nobody is to read, sorted. */
  public Set<String> paused() {
    Set<String> paused = new TreeSet<>();
    all().stream()
        .filter(one -> !one.read() && !isConfigured(one.name()))
        .forEach(one -> paused.add(one.name()));
    return paused;
  }

  /** The names of the others, sorted. */
  public Set<String> beingRead() {
    Set<String> read = new TreeSet<>(names());
    read.removeAll(paused());
    return read;
  }

  /** Whom the mail of all that are read is sent to, as far as users are addresses. */
  List<String> users() {
    return all().stream().filter(Known::read).map(Known::user).toList();
  }

  private boolean isConfigured(String name) {
    return configured.byName().containsKey(name);
  }

  /** The one of this name that was made on a page. */
  public Optional<KeptMailbox> kept(String name) {
    return kept.find(name);
  }

  /** Connects, logs in and looks around; empty if no mailbox has this name. Never throws. */
  public Optional<MailboxReport> check(String name) {
    return isConfigured(name) ? checks.check(name) : kept.find(name).map(this::check);
  }

  private MailboxReport check(KeptMailbox one) {
    try {
      return check(account(one));
    } catch (IllegalArgumentException e) {
      return new MailboxReport(
          one.name(),
          List.of(new MailboxReport.Finding("settings", false, capital(e.getMessage()))));
    }
  }

  private static MailboxReport check(MailboxAccount account) {
    return new MailboxReport(
        account.name(), new MailboxCheck().of(account, "Folder, under More settings"));
  }

  /**
   * Adds a mailbox, and tries it; if its mail cannot be read it is kept, but not read until
   * somebody says so.
   *
   * @throws IllegalArgumentException if it makes no sense, in one sentence
   */
  public Made add(Who by, Wish wish) {
    String name = wish.name().strip().toLowerCase(Locale.ROOT);
    if (!name.matches("[a-z0-9][a-z0-9_-]{0,39}")) {
      throw new IllegalArgumentException(
          "\"%s\" is no name for a mailbox; use up to 40 letters, digits, - and _."
              .formatted(wish.name()));
    }
    if (isConfigured(name) || kept.find(name).isPresent()) {
      throw taken(name);
    }
    Tried tried = tried(name, wish, Map.of(), false);
    KeptMailboxes.Draft draft = tried.draft(tried.report().isGood());
    if (!kept.add(by, draft, clock.instant())) {
      throw taken(name);
    }
    return new Made(tried.report(), draft.active());
  }

  private static IllegalArgumentException taken(String name) {
    return new IllegalArgumentException("There is a mailbox \"%s\" already.".formatted(name));
  }

  /**
   * Changes a mailbox that was made on a page, and tries it; it is read as it was before, unless
   * its mail cannot be read.
   *
   * @throws IllegalArgumentException if it makes no sense, in one sentence
   */
  public Made change(Who by, KeptMailbox before, Wish wish) {
    // A secret that is known goes nowhere but where it went before.
    boolean moved =
        !WrittenMailbox.destination(before.settings())
            .equals(WrittenMailbox.destination(wish.settings()));
    Tried tried = tried(before.name(), wish, before.sealed(), moved);
    KeptMailboxes.Draft draft = tried.draft(tried.report().isGood());
    changed(kept.change(by, before, draft, clock.instant()));
    return new Made(tried.report(), draft.active());
  }

  /** Has a mailbox that was made on a page read, or not any more. */
  public void setActive(Who by, KeptMailbox before, boolean active) {
    changed(
        kept.change(
            by,
            before,
            new KeptMailboxes.Draft(
                before.name(), before.settings(), before.sealed(), List.of(), active),
            clock.instant()));
  }

  private static void changed(boolean done) {
    if (!done) {
      throw new IllegalArgumentException(
          "Somebody else changed this mailbox meanwhile; load the page again.");
    }
  }

  /** Takes a mailbox away that was made on a page; its messages stay where they are. */
  public void end(Who by, KeptMailbox one) {
    kept.end(by, one, clock.instant());
  }

  /** A wish that makes sense, and what was found when it was tried. */
  private record Tried(
      String name,
      Map<String, String> settings,
      Map<String, String> sealed,
      List<String> fresh,
      MailboxReport report) {

    KeptMailboxes.Draft draft(boolean active) {
      return new KeptMailboxes.Draft(name, settings, sealed, fresh, active);
    }
  }

  private Tried tried(String name, Wish wish, Map<String, String> before, boolean moved) {
    Map<String, String> settings = WrittenMailbox.cleaned(wish.settings());
    boolean token = settings.containsKey("oauth2.token-url");
    Map<String, String> sealed = new HashMap<>();
    Map<String, Secret> secrets = new HashMap<>();
    List<String> fresh = new ArrayList<>();
    for (String secret : SECRETS) {
      String typed = wish.secrets().getOrDefault(secret, "");
      if (secret.equals("password") == token) {
        if (!typed.isEmpty()) {
          throw new IllegalArgumentException(
              "Give either a password or the address of a token endpoint with its secrets.");
        }
        continue;
      }
      if (typed.length() > LONGEST_SECRET) {
        throw new IllegalArgumentException(
            "A secret may have %d characters.".formatted(LONGEST_SECRET));
      }
      if (!typed.isEmpty()) {
        secrets.put(secret, Secret.typed(secret, typed));
        sealed.put(secret, sealed(name, secret, typed));
        fresh.add(secret);
      } else if (before.containsKey(secret)) {
        if (moved) {
          throw new IllegalArgumentException(
              "Give the secrets again: they would be sent elsewhere than before.");
        }
        secrets.put(secret, secret(name, secret));
        sealed.put(secret, before.get(secret));
      }
    }
    MailboxAccount account = account(name, settings, secrets);
    for (Known other : all()) {
      String identity = MailboxAccount.identity(other.user(), other.server(), other.folder());
      if (!other.name().equals(name) && identity.equals(account.identity())) {
        throw new IllegalArgumentException(
            "That folder of that user is read already, as mailbox \"%s\".".formatted(other.name()));
      }
    }
    return new Tried(name, settings, sealed, fresh, check(account));
  }

  private String sealed(String mailbox, String secret, String text) {
    try {
      return seals.seal(place(mailbox, secret), text);
    } catch (MailboxException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static String place(String mailbox, String secret) {
    return "mailbox " + mailbox + " " + secret;
  }

  /**
   * A mailbox that was made on a page, ready to be read; its secrets are read when they are needed.
   *
   * @throws IllegalArgumentException if it makes no sense, in one sentence
   */
  MailboxAccount account(KeptMailbox one) {
    Map<String, Secret> secrets = new HashMap<>();
    one.sealed().keySet().forEach(secret -> secrets.put(secret, secret(one.name(), secret)));
    return account(one.name(), one.settings(), secrets);
  }

  private static MailboxAccount account(
      String name, Map<String, String> settings, Map<String, Secret> secrets) {
    WrittenMailbox written = WrittenMailbox.of(settings);
    try {
      return MailboxAccount.of(name, "", written, LoginSettings.of(written.oauth2(), secrets));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(capital(e.getMessage()), e);
    }
  }

  private Secret secret(String mailbox, String secret) {
    return Secret.in(
        secret,
        new Secret.Place() {
          @Override
          public String read() {
            String sealed =
                kept.find(mailbox)
                    .map(one -> one.sealed().get(secret))
                    .orElseThrow(() -> new MailboxException("The mailbox is not there any more."));
            return seals.open(place(mailbox, secret), sealed);
          }

          @Override
          public void replace(String newText) {
            kept.reseal(mailbox, secret, seals.seal(place(mailbox, secret), newText));
          }
        });
  }

  /** Those made on a page that are to be read, by name. */
  Map<String, KeptMailbox> toRead() {
    Map<String, KeptMailbox> wanted = new TreeMap<>();
    kept.all().stream()
        .filter(one -> one.active() && !isConfigured(one.name()))
        .forEach(one -> wanted.put(one.name(), one));
    return wanted;
  }

  /** Forgets how reading one went that is not there any more. */
  void forget(String name) {
    if (!isConfigured(name)) {
      kept.forgetState(name);
    }
  }

  private static String capital(@Nullable String sentence) {
    String text = String.valueOf(sentence);
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
