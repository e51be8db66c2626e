package dev.plumbline.cli.care;

import dev.plumbline.cli.shell.AppRunner;
import dev.plumbline.cli.shell.DatabaseSettings;
import dev.plumbline.cli.shell.DnsOptions;
import dev.plumbline.cli.shell.Rooms;
import dev.plumbline.cli.shell.Settings;
import dev.plumbline.cli.shell.UserException;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import dev.plumbline.intake.MailboxChecks;
import dev.plumbline.intake.MailboxReport;
import dev.plumbline.intake.Mailboxes;
import dev.plumbline.intake.MailboxesSettings;
import dev.plumbline.store.figures.Condition;
import dev.plumbline.store.server.DatabaseAccess;
import dev.plumbline.store.server.DatabaseStartException;
import dev.plumbline.store.server.DirectDatabase;
import dev.plumbline.store.traffic.DomainInfo;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Looks at what an installation talks to: database, DNS, mailboxes. */
final class ConnectionChecks {

  /** Leases are by the database's clock; sessions, links and ages by ours. */
  private static final Duration LARGEST_DIFFERENCE = Duration.ofSeconds(5);

  private static final long LONGEST_JUDGING_SECONDS = 600;
  private static final long LONGEST_RECHECK_SECONDS = 3 * 3600;

  private final Settings settings;
  private final Clock clock;
  private final List<Finding> findings = new ArrayList<>();
  private Optional<String> someDomain = Optional.empty();

  ConnectionChecks(Settings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  List<Finding> all() {
    AppRunner runner = new AppRunner(settings);
    try {
      runner.care(
          (database, rooms) -> {
            database(database, rooms);
            return true;
          });
    } catch (UserException e) {
      String said = String.valueOf(e.getMessage());
      findings.add(
          runner.hasDatabase()
              ? Finding.wrong(
                  "database",
                  said,
                  new DatabaseSettings(settings).first().isPresent()
                      ? "See that the server runs and that plumbline.db.url, .user and"
                          + " .password-file are right."
                      : "docs/operations.md tells of the built-in database; what its server said is"
                          + " in server.log of its folder in %s.".formatted(settings.dataDir()))
              : Finding.note("database", said, "`plumbline serve` makes one."));
    }
    new DatabaseSettings(settings).standby().ifPresent(this::standby);
    dns();
    mailboxes();
    return findings;
  }

  private void database(DirectDatabase database, Rooms rooms) {
    int schema = database.schemaVersion();
    boolean current = schema == DirectDatabase.newestSchema();
    Condition found = rooms.figures().condition(current);
    findings.add(Finding.ok("database", "PostgreSQL %s answers.".formatted(found.version())));
    findings.add(
        current
            ? Finding.ok("tables", "The tables are of version %d, as expected.".formatted(schema))
            : Finding.note(
                "tables",
                "The tables are of version %d, this program's of %d."
                    .formatted(schema, DirectDatabase.newestSchema()),
                "The next start brings them up to date; make a backup before."));
    server(found);
    clock(found);
    if (current) {
      work(found, rooms);
      someDomain = rooms.traffic().domains().stream().map(DomainInfo::name).findFirst();
    }
  }

  private void standby(DatabaseAccess access) {
    try (DirectDatabase there = DirectDatabase.asItIs(access)) {
      boolean current = there.schemaVersion() == DirectDatabase.newestSchema();
      findings.add(
          current
              ? Finding.ok("standby", "The database that pages are read from answers.")
              : Finding.wrong(
                  "standby",
                  "The database that pages are read from does not have the tables of this program.",
                  "See that it follows the one of plumbline.db.url; pages are read from that until"
                      + " it does."));
    } catch (DatabaseStartException e) {
      findings.add(
          Finding.wrong(
              "standby",
              String.valueOf(e.getMessage()),
              "See that the server of plumbline.db.read-url runs; pages are read from the other one"
                  + " until it does."));
    }
  }

  private void server(Condition found) {
    if (!found.encoding().equals("UTF8")) {
      findings.add(
          Finding.wrong(
              "database",
              "The database keeps text as %s.".formatted(found.encoding()),
              "Make another one: create database plumbline encoding 'UTF8' template template0."));
    }
    if (!found.durable()) {
      findings.add(
          Finding.wrong(
              "database",
              "fsync, full_page_writes or synchronous_commit is off: a crash loses reports whose"
                  + " mails are gone.",
              "Switch them on in postgresql.conf."));
    }
    if (!found.mayCreate()) {
      findings.add(
          Finding.wrong(
              "database",
              "The user may not create tables, which the next version needs.",
              "grant create on schema public to the user of plumbline.db.user."));
    }
    if (found.connections() * 10 > found.mostConnections() * 9) {
      findings.add(
          Finding.wrong(
              "database",
              "%d of %d connections are in use."
                  .formatted(found.connections(), found.mostConnections()),
              "Raise max_connections; each process of Plumbline takes up to 20."));
    }
    if (!found.knowsTimeZones()) {
      findings.add(
          Finding.note(
              "time zones",
              "The database has no time zone data.",
              "Install tzdata where PostgreSQL runs."));
    }
  }

  private void clock(Condition found) {
    Duration difference = Duration.between(found.clock(), clock.instant()).abs();
    String text =
        "The clocks of this machine and of the database differ by %d ms."
            .formatted(difference.toMillis());
    findings.add(
        difference.compareTo(LARGEST_DIFFERENCE) > 0
            ? Finding.wrong("clock", text, "Have both keep time by NTP (chrony, timesyncd).")
            : Finding.ok("clock", text));
  }

  private void work(Condition found, Rooms rooms) {
    if (found.judgingSeconds() > LONGEST_JUDGING_SECONDS) {
      findings.add(
          Finding.wrong(
              "judging",
              "A domain waits to be judged for %d minutes.".formatted(found.judgingSeconds() / 60),
              "See that `plumbline serve` runs, and what its log says."));
    }
    if (found.recheckSeconds() > LONGEST_RECHECK_SECONDS) {
      findings.add(
          Finding.note(
              "re-checks",
              "DNS was not asked about a domain for %d hours."
                  .formatted(found.recheckSeconds() / 3600),
              "See that `plumbline serve` runs and that DNS answers."));
    }
    // What was set once, and is set no more, keeps its last error.
    Map<String, String> failing = new TreeMap<>(found.failingMailboxes());
    failing.keySet().retainAll(read(rooms));
    failing.forEach(
        (name, error) ->
            findings.add(
                Finding.wrong(
                    "mailbox",
                    "The last try to read \"%s\" went wrong: %s".formatted(name, error),
                    "`plumbline mailbox test` says where.")));
  }

  /** The names of the mailboxes that are read; none if the settings do not say which. */
  private static List<String> read(Rooms rooms) {
    try {
      return List.copyOf(rooms.mailboxes().beingRead());
    } catch (UserException e) {
      return List.of();
    }
  }

  private void dns() {
    DnsOptions options = new DnsOptions();
    if (options.isOffline()) {
      findings.add(
          Finding.note(
              "dns",
              "plumbline.dns.servers is none: nothing is asked, and nothing known of today's"
                  + " records.",
              "Leave the setting out to use the system's servers."));
      return;
    }
    DomainName name = DomainName.parse(someDomain.orElse("example.org")).orElseThrow();
    long began = System.nanoTime();
    try {
      DnsAnswer<String> answer = options.dns().txt(name);
      long millis = (System.nanoTime() - began) / 1_000_000;
      if (answer instanceof DnsAnswer.Failed<String> failed) {
        findings.add(
            Finding.wrong(
                "dns",
                "TXT records of %s cannot be looked up: %s".formatted(name, failed.reason()),
                "Name servers that answer in plumbline.dns.servers, and let UDP and TCP port 53"
                    + " out."));
      } else {
        findings.add(Finding.ok("dns", "%s was answered in %d ms.".formatted(name, millis)));
      }
    } catch (IllegalArgumentException e) {
      findings.add(
          Finding.wrong("dns", String.valueOf(e.getMessage()), "Correct the setting it names."));
    }
  }

  private void mailboxes() {
    try {
      AppRunner runner = new AppRunner(settings);
      if (runner.hasDatabase()) {
        runner.ask(
            rooms -> {
              Mailboxes all = rooms.mailboxes();
              mailboxes(List.copyOf(all.beingRead()), all::check);
              return true;
            });
        return;
      }
    } catch (UserException e) {
      // Told above; those of the configuration can be tried all the same.
    }
    MailboxChecks checks;
    try {
      checks = new MailboxChecks(settings.mapped(MailboxesSettings.class));
    } catch (UserException e) {
      findings.add(
          Finding.wrong(
              "mailbox", String.valueOf(e.getMessage()), "Correct the setting it names."));
      return;
    }
    mailboxes(checks.names(), checks::check);
  }

  private void mailboxes(List<String> names, Function<String, Optional<MailboxReport>> check) {
    if (names.isEmpty() && settings.dropFolder().isEmpty()) {
      findings.add(
          Finding.note(
              "mailbox",
              "No mailbox is read, and no drop folder is configured.",
              "Add one on the page Settings, Mailboxes, or see docs/mailboxes.md; uploads work"
                  + " without."));
    }
    for (String name : names) {
      MailboxReport report = check.apply(name).orElseThrow();
      if (report.isGood()) {
        findings.add(Finding.ok("mailbox", "\"%s\" can be read.".formatted(name)));
      }
      report.findings().stream()
          .filter(one -> !one.good())
          .forEach(
              one ->
                  findings.add(
                      Finding.wrong(
                          "mailbox",
                          "\"%s\": %s".formatted(name, one.text()),
                          "See docs/mailboxes.md; `plumbline mailbox test "
                              + name
                              + "` tries again.")));
    }
  }
}
