package dev.plumbline.web;

import dev.plumbline.people.Accounts;
import dev.plumbline.people.ProgramTokens;
import dev.plumbline.people.SignIns;
import dev.plumbline.store.Table;
import dev.plumbline.store.people.ApiTokens.Draft;
import dev.plumbline.store.people.Limits;
import dev.plumbline.store.people.Person;
import dev.plumbline.store.people.Right;
import dev.plumbline.store.people.Who;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;

/** The pages that somebody who is signed in sees, with people and what is theirs, for tests. */
@ApplicationScoped
class PeoplePages {

  static final String PASSWORD = "correct horse battery staple";

  private final Accounts accounts;
  private final SignIns signIns;
  private final ProgramTokens tokens;
  private final DataSource database;
  private final Clock clock;

  private String key;

  PeoplePages(
      Accounts accounts, SignIns signIns, ProgramTokens tokens, DataSource database, Clock clock) {
    this.accounts = accounts;
    this.signIns = signIns;
    this.tokens = tokens;
    this.database = database;
    this.clock = clock;
  }

  /** The key of the administrator's session. */
  String key() {
    return key;
  }

  /** Where the first administrator is made, while there is nobody. */
  String firstLink() {
    return accounts.firstLink().orElseThrow().path();
  }

  /** The key of a session of somebody of a role, who may see all domains. */
  String keyOf(String role) {
    Person person =
        accounts.add(
            new Who("boss@browser.example", "203.0.113.7"),
            accounts.draft(
                role + "@roles.browser.example", role, role, false, List.of(), List.of()));
    return signIns.begin(person, "password", "203.0.113.7", "test");
  }

  /** Puts people in; the address of every kind of page about them. */
  Map<String, String> put() {
    clear();
    Who by = new Who("boss@browser.example", "203.0.113.7");
    Person boss =
        accounts.add(
            by,
            accounts.draft(
                "boss@browser.example", "Bo Boss", "administrator", true, List.of(), List.of()));
    accounts.setPassword(by, boss, PASSWORD);
    accounts.setGroup(
        by, "clients", List.of("clients.example", "a-rather-long-name.of-a-client.example"));
    Person ada =
        accounts.add(
            by,
            accounts.draft(
                "ada.with-a-long-name@accounting-department.browser.example",
                "Ada",
                "analyst",
                false,
                List.of("browser.example"),
                List.of("clients")));
    Person gone =
        accounts.add(
            by,
            accounts.draft("gone@browser.example", "Gone", "viewer", false, List.of(), List.of()));
    accounts.disable(by, gone, true);
    tokens.create(
        by,
        new Draft(
            "monthly export",
            boss.id(),
            Set.of(Right.READ, Right.EXPORT),
            Limits.NONE,
            clock.instant().plus(Duration.ofDays(365))));
    long revoked =
        tokens
            .create(
                by,
                new Draft(
                    "old dashboard",
                    null,
                    Set.of(Right.METRICS),
                    Limits.of(List.of("browser.example"), List.of()),
                    null))
            .id();
    tokens.revoke(by, revoked, null);
    signIns.tryIt("boss@browser.example", "wrong", "", "203.0.113.9", "test");
    key =
        signIns.begin(
            boss,
            "password",
            "203.0.113.7",
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0"
                + " Safari/537.36");
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("sign-in", "/sign-in?to=%2Fintake");
    pages.put("welcome", accounts.passwordLink(by, ada).path());
    pages.put("account", "/account");
    pages.put("users", "/users?done=changed");
    pages.put("audit", "/audit");
    Table.change(
        database,
        """
        insert into mailbox (name, settings, secrets, active, changed_at, changed_by) values
          ('a-mailbox-of-a-long-name-for-its-owner', '{"host": "imap.mail-servers.browser.example",
            "user": "dmarc-reports@accounting-department.browser.example"}',
            '{"password": "1:00000000:AAAA"}', false, now(), 'boss@browser.example')\
        """);
    pages.put("settings", "/settings");
    pages.put("domains", "/settings/domains");
    pages.put("mailboxes", "/settings/mailboxes?preset=microsoft");
    pages.put("start", "/start?domain=harbourlight.example&address=dmarc@browser.example");
    told(boss.id());
    pages.put("settings-data", "/settings/data");
    pages.put("alerts", "/alerts");
    pages.put("account-alerts", "/account/alerts");
    pages.put("account-digests", "/account/digests");
    pages.put("account-api", "/account/api");
    pages.put("alerts-stop", "/alerts/stop/browser-alerts");
    pages.put("digests-stop", "/digests/stop/browser-digest");
    pages.put("docs", "/help/docs");
    pages.put("docs-decision", "/help/docs/decisions/tables-as-files");
    pages.put("docs-standings", "/help/docs/standings");
    pages.put("docs-configuration", "/help/docs/configuration");
    return pages;
  }

  /** What is told to somebody at once and every week, and was told already. */
  private void told(long person) {
    Table.change(
        database,
        """
        insert into alert (kind, domain, subject, name, says, why, href, raised_at)
        values ('regressed', 'browser.example', 'browser-sender', 'A service of a rather long name',
          'Mail of a service of a rather long name would fail now, 1,204 messages in 30 days.',
          'Its key a-rather-long-selector._domainkey.browser.example was taken out of DNS.',
          '/domains/browser.example', now());
        insert into alert_mute (kind, domain, made_by, made_at)
        values ('new_sender', 'browser.example', 'boss@browser.example', now());
        insert into alert_channel (shape, address, secret, person_id, domains, zone, key, created_at)
        values ('mail', 'boss@browser.example', '', %1$d, '{browser.example}', 'UTC',
          'browser-alerts', now());
        insert into digest (address, person_id, domains, rhythm, day, hour, zone, key, created_at)
        values ('boss@browser.example', %1$d, '{browser.example}', 'weekly', 1, 7, 'UTC',
          'browser-digest', now() + interval '10 years')\
        """
            .formatted(person));
  }

  /** Nobody is left, and nothing of theirs. */
  void clear() {
    Table.change(
        database,
        "delete from alert where domain = 'browser.example';"
            + " delete from alert_mute where domain = 'browser.example';"
            + " delete from alert_channel where key = 'browser-alerts';"
            + " delete from digest where key = 'browser-digest';"
            + " delete from mailbox; delete from session; delete from one_time_link; delete from"
            + " api_token; delete from domain_group; delete from person");
  }
}
