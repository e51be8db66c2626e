package dev.plumbline.cli.shell;

import dev.plumbline.digest.DigestMaker;
import dev.plumbline.export.Exports;
import dev.plumbline.intake.Intake;
import dev.plumbline.intake.Mailboxes;
import dev.plumbline.intake.MailboxesSettings;
import dev.plumbline.intake.SealedSecrets;
import dev.plumbline.intake.TestAddresses;
import dev.plumbline.intake.TestMailSettings;
import dev.plumbline.people.Accounts;
import dev.plumbline.people.Passwords;
import dev.plumbline.people.ProgramTokens;
import dev.plumbline.report.aggregate.AggregateReportParser;
import dev.plumbline.store.Database;
import dev.plumbline.store.alert.AlertPosts;
import dev.plumbline.store.alert.Alerts;
import dev.plumbline.store.alert.Channels;
import dev.plumbline.store.failure.FailureQueries;
import dev.plumbline.store.figures.FigureQueries;
import dev.plumbline.store.figures.Replica;
import dev.plumbline.store.figures.Replicas;
import dev.plumbline.store.intake.Folding;
import dev.plumbline.store.intake.IntakeQueries;
import dev.plumbline.store.intake.IntakeStore;
import dev.plumbline.store.intake.LearntDomains;
import dev.plumbline.store.intake.TestMails;
import dev.plumbline.store.judgement.JudgementQueries;
import dev.plumbline.store.judgement.SimulatedTraffic;
import dev.plumbline.store.people.ApiTokens;
import dev.plumbline.store.people.AuditLog;
import dev.plumbline.store.people.Persons;
import dev.plumbline.store.people.Sessions;
import dev.plumbline.store.settings.KeptMailboxes;
import dev.plumbline.store.settings.KeptSettings;
import dev.plumbline.store.tls.TlsQueries;
import dev.plumbline.store.traffic.Reporters;
import dev.plumbline.store.traffic.SourceFactsQueries;
import dev.plumbline.store.traffic.TrafficQueries;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** What a question asks, made by hand: to start the application costs more than any answer. */
public final class Rooms {

  private final Database database;
  private final Clock clock;
  private final Settings settings;

  Rooms(Database database, Clock clock, Settings settings) {
    this.database = database;
    this.settings = settings;
    this.clock = clock;
  }

  public Clock clock() {
    return clock;
  }

  public TrafficQueries traffic() {
    return new TrafficQueries(database, clock);
  }

  public Exports exports() {
    return new Exports(database, clock);
  }

  public FigureQueries figures() {
    return new FigureQueries(database, clock);
  }

  public List<Replica> replicas() {
    return Replicas.known(database);
  }

  public DigestMaker digests() {
    return new DigestMaker(database, DnsOptions.switchOf(settings), clock);
  }

  public Alerts alerts() {
    return new Alerts(database);
  }

  public Channels channels() {
    return new Channels(database);
  }

  public AlertPosts alertPosts() {
    return new AlertPosts(database);
  }

  public Reporters reporters() {
    return new Reporters(database);
  }

  public JudgementQueries judgement() {
    return new JudgementQueries(database);
  }

  public SourceFactsQueries facts() {
    return new SourceFactsQueries(database);
  }

  public IntakeQueries intakeLog() {
    return new IntakeQueries(database);
  }

  public FailureQueries failures() {
    return new FailureQueries(database);
  }

  /** Makes addresses for test mails, by the same settings as the application. */
  public TestAddresses testAddresses() {
    TestMailSettings wanted = settings.mapped(TestMailSettings.class);
    return new TestAddresses(
        new TestMails(database),
        clock,
        wanted.valid(),
        wanted
            .address()
            .or(() -> settings.list("plumbline.listener.recipients").stream().findFirst()));
  }

  /** Where the key is that secrets of mailboxes are sealed with. */
  static Path secretsKey(Settings settings) {
    return settings
        .get("plumbline.secrets.key-file")
        .map(Path::of)
        .orElseGet(() -> settings.dataDir().resolve("secrets.key"));
  }

  /** All mailboxes, those of pages with what opens their secrets. */
  public Mailboxes mailboxes() {
    return new Mailboxes(
        settings.mapped(MailboxesSettings.class),
        new KeptMailboxes(database),
        new SealedSecrets(secretsKey(settings)),
        clock);
  }

  public KeptSettings settings() {
    return new KeptSettings(database);
  }

  public TlsQueries tls() {
    return new TlsQueries(database);
  }

  public AuditLog audit() {
    return new AuditLog(database);
  }

  public SimulatedTraffic simulatedTraffic() {
    return new SimulatedTraffic(database);
  }

  public IntakeStore intakeStore() {
    return new IntakeStore(database, clock, settings.failuresKept());
  }

  public Folding folding() {
    return Folding.whenAsked(database, settings.foldAtOnce());
  }

  public Persons persons() {
    return new Persons(database);
  }

  public Accounts accounts() {
    return new Accounts(
        persons(), new Sessions(database), new Passwords(), Accounts.USUAL_LINK_TIME, clock);
  }

  public ProgramTokens tokens() {
    return new ProgramTokens(new ApiTokens(database), clock);
  }

  /** Takes files in, by the same settings as the application. */
  Intake intake() {
    return new Intake(
        intakeStore(),
        stored -> {
          // Whoever judges finds what came in by the database.
        },
        clock,
        settings.limits(),
        new AggregateReportParser(settings.mostRows()),
        settings.bounds(),
        // Whoever takes in files chose them.
        domain -> LearntDomains.Known.NOTHING_LEARNT,
        settings.list("plumbline.trusted-authserv-ids"),
        settings.flag("plumbline.failure-reports.keep-bodies"));
  }
}
