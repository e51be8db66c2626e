package dev.plumbline.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.intake.Intake;
import dev.plumbline.mime.ReceivedBytes;
import dev.plumbline.people.Accounts;
import dev.plumbline.people.ProgramTokens;
import dev.plumbline.review.Judge;
import dev.plumbline.security.Routes.Route;
import dev.plumbline.store.Table;
import dev.plumbline.store.intake.ItemOutcome;
import dev.plumbline.store.people.ApiTokens.Draft;
import dev.plumbline.store.people.Limits;
import dev.plumbline.store.people.Right;
import dev.plumbline.store.people.Who;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Two domains side by side, with everything that can be kept about one: whoever may see the one
 * must learn nothing of the other. And what to ask for by every name that a route reads.
 */
@ApplicationScoped
class Neighbours {

  static final String OWN = "own-crawl.example";
  static final String FOREIGN = "foreign-crawl.example";
  static final String UNKNOWN = "unknown-crawl.example";

  /** A group that holds the own domain, and one that holds the foreign. */
  static final String OWN_GROUP = "own-crawl-group";

  private static final String FOREIGN_GROUP = "foreign-crawl-group";

  private static final String OWN_IP = "198.51.100.77";
  private static final String FOREIGN_IP = "192.0.2.77";
  private static final String UNKNOWN_IP = "192.0.2.78";
  private static final String SHARED_IP = "203.0.113.77";

  private static final String OWN_REPORTER = "Own Crawl Reporter";
  private static final String FOREIGN_REPORTER = "Foreign Crawl Reporter";
  private static final String SHARED_REPORTER = "Shared Crawl Reporter";
  private static final String FOREIGN_FILE = "foreign-crawl-file.xml";
  private static final String FOREIGN_PERSON = "foreign-crawl-person@people.example";
  private static final String FOREIGN_TOKEN = "foreign-crawl-token";

  private static final String FOREIGN_TEST = "foreigncrawltesttest";
  private static final String UNKNOWN_TEST = "unknowncrawltesttest";

  /** Nothing has this number. */
  private static final String NO_NUMBER = "888888888888";

  private static final Who TEST = Who.atShell("test");

  /** What must show to nobody who may not see the foreign. */
  static final List<String> SECRETS =
      List.of(
          FOREIGN,
          FOREIGN_IP,
          FOREIGN_REPORTER,
          FOREIGN_FILE,
          FOREIGN_PERSON,
          FOREIGN_TOKEN,
          FOREIGN_GROUP,
          "mixed-crawl.eml",
          "Mixed Foreign",
          "foreign-crawl-rejected",
          "foreign-crawl-sender");

  /** What the failure reports about both hide from whoever may not see it. */
  static final List<String> HIDDEN =
      List.of(
          "Hidden Crawl Author",
          "hidden-crawl-author",
          "hidden-crawl-subject",
          "hidden-crawl-envelope",
          "hidden-crawl-recipient",
          "hidden-crawl-message",
          "hidden crawl body");

  /** Names that tell nothing apart, with something that makes sense. */
  private static final Map<String, String> PLAIN =
      Map.ofEntries(
          Map.entry("days", "30"),
          Map.entry("sort", "name"),
          Map.entry("chart", "reporters"),
          Map.entry("what", "standing"),
          Map.entry("chosen", "yes"),
          Map.entry("back", "senders"),
          Map.entry("selectors", "s1"),
          Map.entry("record", "v=spf1 -all"),
          Map.entry("from", "2026-11-01"),
          Map.entry("page", "1"),
          Map.entry("after", "0"),
          Map.entry("limit", "10"),
          Map.entry("examples", "3"),
          Map.entry("standing", "unrecognized"),
          Map.entry("p", "reject"),
          Map.entry("sp", "reject"),
          Map.entry("np", "reject"),
          Map.entry("adkim", "r"),
          Map.entry("aspf", "r"),
          Map.entry("t", "n"),
          Map.entry("show", "all"),
          Map.entry("outcome", "stored"),
          Map.entry("action", "sign-in"),
          Map.entry("format", "json"),
          Map.entry("verdict", "ours"),
          Map.entry("note", "crawl"),
          Map.entry("by", "crawl"),
          Map.entry("owner", "crawl"),
          Map.entry("purpose", "crawl"),
          Map.entry("due", "2026-12-24"),
          Map.entry("reason", "crawl"),
          Map.entry("role", "viewer"),
          Map.entry("unmask", "yes"),
          Map.entry("rights", "read"),
          Map.entry("password", "a battery of correct horses"),
          Map.entry("old", "wrong"),
          Map.entry("code", "000000"),
          Map.entry("secret", "00"),
          Map.entry("everywhere", "yes"),
          Map.entry("error", "access_denied"),
          Map.entry("address", "crawl@people.example"),
          Map.entry("rhythm", "weekly"),
          Map.entry("day", "1"),
          Map.entry("hour", "7"),
          Map.entry("zone", "UTC"),
          Map.entry("shape", "mail"),
          Map.entry("mail_from", "crawl@people.example"),
          Map.entry("helo", "mail.people.example"),
          Map.entry("identifier", "people.example"),
          Map.entry("selector", "s1"),
          Map.entry("signer", "crawl.example"),
          Map.entry("whose", "others"),
          Map.entry("kind", "new_sender"),
          Map.entry("kinds", "new_sender"),
          Map.entry("quiet_from", "22"),
          Map.entry("quiet_to", "6"),
          Map.entry("time", "7d"),
          Map.entry("state", "open"),
          Map.entry("seen", "over"),
          Map.entry("sends", "yes"),
          Map.entry("mx", "no"),
          Map.entry("hosts", "192.0.2.1"),
          Map.entry("services", "people.example"),
          Map.entry("rest", "softfail"),
          Map.entry("preset", "gmail"),
          Map.entry("host", "127.0.0.1"),
          Map.entry("port", "1"),
          Map.entry("tls", "none"),
          Map.entry("mailbox_password", "a battery of correct horses"),
          Map.entry("token_url", ""),
          Map.entry("client_id", ""),
          Map.entry("client_secret", ""),
          Map.entry("refresh_token", ""),
          Map.entry("scope", ""),
          Map.entry("folder", "INBOX"),
          Map.entry("done_folder", "Plumbline/Done"),
          Map.entry("not_a_report_folder", "Plumbline/Not a report"),
          Map.entry("rejected_folder", "Plumbline/Rejected"),
          Map.entry("what_becomes", "move"),
          Map.entry("no_idle", "yes"),
          Map.entry("interval", "5m"),
          Map.entry("reports_days", ""),
          Map.entry("failures_days", "90"),
          Map.entry("tls_days", "731"),
          Map.entry("held_domains", "people.example"),
          Map.entry("catalogue_yaml", ""),
          Map.entry("files", "crawl.txt"),
          Map.entry("*", "crawl.txt"));

  /** What is sent where no form is taken, by path. */
  private static final Map<String, String> BODIES =
      Map.of(
          "/api/v1/intake",
          "no report at all",
          "/api/v1/domains/{domain}/decisions",
          "{\"sender\":\"{sender}\",\"verdict\":\"ours\",\"note\":\"crawl\"}",
          "/api/v1/alerts/{id}/acknowledge",
          "{}",
          "/api/v1/mcp",
          "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"senders\","
              + "\"arguments\":{\"domain\":\"{domain}\"}}}",
          "/api/v1/tls-report",
          tls("Crawl Poster", "{domain}", LocalDate.of(2026, 11, 12)));

  private final Intake intake;
  private final Judge judge;
  private final Accounts accounts;
  private final ProgramTokens tokens;
  private final People people;
  private final DataSource database;
  private final Clock clock;

  private ItemOutcome own;
  private ItemOutcome foreign;
  private ItemOutcome mixed;
  private String foreignPerson;
  private String foreignToken;
  private List<String> foreignDigests = List.of();
  private String foreignAlert;
  private List<String> foreignChannels = List.of();
  private String foreignMute;

  Neighbours(
      Intake intake,
      Judge judge,
      Accounts accounts,
      ProgramTokens tokens,
      People people,
      DataSource database,
      Clock clock) {
    this.intake = intake;
    this.judge = judge;
    this.accounts = accounts;
    this.tokens = tokens;
    this.people = people;
    this.database = database;
    this.clock = clock;
  }

  /** The value of a name: of what is foreign, of nothing that exists, of one's own. */
  record Value(String foreign, String unknown, String own) {

    static Value plain(String one) {
      return new Value(one, one, one);
    }

    boolean tells() {
      return !foreign.equals(unknown);
    }
  }

  /** Puts both in, as they are at the begin of a test; nobody who was there before is left. */
  void put() {
    people.clear();
    Table.change(database, "delete from reporter_exclusion where reason = 'crawl'");
    own = take("own-crawl-file.xml", xml(OWN_REPORTER, OWN, OWN_IP));
    foreign = take(FOREIGN_FILE, xml(FOREIGN_REPORTER, FOREIGN, FOREIGN_IP));
    mixed =
        take(
            "mixed-crawl.eml",
            mail(xml("Mixed Own", OWN, OWN_IP), xml("Mixed Foreign", FOREIGN, FOREIGN_IP)));
    take("shared-own.xml", xml(SHARED_REPORTER, OWN, SHARED_IP));
    take("hidden-crawl-subject.eml", failure(OWN, OWN_IP));
    take("own-tls.json", tls(OWN_REPORTER, OWN, LocalDate.now(clock).minusDays(2)));
    take("foreign-failure.eml", failure(FOREIGN, FOREIGN_IP));
    take("foreign-tls.json", tls(FOREIGN_REPORTER, FOREIGN, LocalDate.now(clock).minusDays(2)));
    judge.judgeNow(OWN);
    judge.judgeNow(FOREIGN);
    people.add("boss@crawl.example", "administrator");
    accounts.setGroup(TEST, OWN_GROUP, List.of(OWN));
    accounts.setGroup(TEST, FOREIGN_GROUP, List.of(FOREIGN));
    long person = people.add(FOREIGN_PERSON, "viewer", FOREIGN).id();
    foreignPerson = Long.toString(person);
    foreignToken =
        Long.toString(
            tokens
                .create(
                    TEST, new Draft(FOREIGN_TOKEN, person, Set.of(Right.READ), Limits.NONE, null))
                .id());
    Table.change(
        database,
        """
        insert into test_mail (token, made_at, expires_at, made_by)
        values ('%s', now(), now() + interval '1 hour', '%s') on conflict do nothing\
        """
            .formatted(FOREIGN_TEST, FOREIGN_PERSON));
    foreignDigests = List.of(digest(person, "first"), digest(person, "second"));
    alert(person);
    Table.change(database, "delete from mailbox where name like 'crawl%'");
    for (String name : List.of("crawl-box", "crawl-box-end")) {
      Table.change(
          database,
          """
          insert into mailbox (name, settings, secrets, active, changed_at, changed_by)
          values ('%1$s', '{"host": "%1$s.people.example", "user": "%2$s"}',
            '{"password": "1:00000000:AAAA"}', false, now(), '%2$s')\
          """
              .formatted(name, FOREIGN_PERSON));
    }
  }

  private void alert(long person) {
    Table.change(database, "delete from alert where subject like 'crawl-%'");
    Table.change(database, "delete from alert_mute where made_by = 'crawl'");
    Table.change(
        database,
        """
        insert into alert (kind, domain, subject, name, says, why, href, raised_at)
        values ('regressed', '%1$s', 'crawl-sender', 'crawl', 'Told of %1$s.', 'Why.',
          '/domains/%1$s', now());
        insert into alert_mute (kind, domain, made_by, made_at)
        values ('regressed', '%1$s', 'crawl', now());
        insert into alert_channel (shape, address, secret, person_id, domains, zone, key, created_at)
        values ('mail', '%2$s', '', %3$d, '{%1$s}', 'UTC', 'crawl-alerts', now()),
          ('mail', '%2$s', '', %3$d, '{%1$s}', 'UTC', 'crawl-alerts-end', now())\
        """
            .formatted(FOREIGN, FOREIGN_PERSON, person));
    foreignAlert = one("select id from alert where subject = 'crawl-sender'");
    foreignMute = one("select id from alert_mute where made_by = 'crawl'");
    foreignChannels =
        List.of(
            one("select id from alert_channel where key = 'crawl-alerts-end'"),
            one("select id from alert_channel where key = 'crawl-alerts'"));
  }

  private String digest(long person, String key) {
    Table.change(
        database,
        """
        insert into digest (address, person_id, domains, rhythm, day, hour, zone, key, created_at)
        values ('%s', %d, '{%s}', 'weekly', 1, 7, 'UTC', 'crawl-%s', now())\
        """
            .formatted(FOREIGN_PERSON, person, FOREIGN, key));
    return one("select id from digest where key = 'crawl-" + key + "'");
  }

  /** More of what is foreign, of every kind, that shares with one's own whatever can be shared. */
  void putMore() {
    take("shared-foreign.xml", xml(SHARED_REPORTER, FOREIGN, SHARED_IP));
    take("foreign-crawl-more.xml", xml("Foreign Crawl Reporter Two", FOREIGN, OWN_IP));
    take("foreign-crawl-rejected.xml", "<feedback><report_metadata><org_name>" + FOREIGN);
    take("foreign-crawl-more-failure.eml", failure(FOREIGN, SHARED_IP));
    take(
        "foreign-crawl-more-tls.json",
        tls(OWN_REPORTER, FOREIGN, LocalDate.now(clock).minusDays(2)));
    take("other-crawl-file.xml", xml(SHARED_REPORTER, "below." + UNKNOWN + ".example", SHARED_IP));
    judge.judgeNow(FOREIGN);
  }

  String mixedEntry() {
    return Long.toString(mixed.intakeId());
  }

  String mixedReport() {
    return reportOf(mixed, OWN);
  }

  /** What is kept about the foreign that somebody could have changed. */
  List<String> state() {
    return Table.rows(
        database,
        """
        select 'decision', x.sender_key, x.verdict, x.decided_at::text
        from decision x join domain d on d.id = x.domain_id where d.name = '%1$s'
        union all select 'out', x.reporter_id::text, x.reason, x.excluded_at::text
        from reporter_exclusion x join reporter r on r.id = x.reporter_id where r.name = '%2$s'
        union all select 'person', login, role, concat(password, disabled_at, domains, unmask)
        from person where login = '%3$s'
        union all select 'token', name, revoked_at::text, '' from api_token where name = '%4$s'
        union all select 'digest', address, ended_at::text, key from digest
        where address = '%3$s'
        union all select 'alert', subject, acknowledged_at::text, acknowledged_by from alert
        where domain = '%1$s'
        union all select 'mute', made_by, ended_at::text, kind from alert_mute
        where domain = '%1$s'
        union all select 'told', address, ended_at::text, key from alert_channel
        where address = '%3$s'
        union all select 'post', c.address, p.id::text, p.state
        from alert_post p join alert_channel c on c.id = p.channel_id where c.address = '%3$s'
        union all select 'mailbox', name, settings::text, concat(secrets, active, changed_at)
        from mailbox where name like 'crawl%%'
        union all select 'group', name, domains::text, '' from domain_group where name = '%5$s'
        union all select 'deed', action, subject, at::text from audit
        where domain = '%1$s' and action <> 'raw-download'
        order by 1, 2, 3, 4
        """
            .formatted(FOREIGN, FOREIGN_REPORTER, FOREIGN_PERSON, FOREIGN_TOKEN, FOREIGN_GROUP));
  }

  /**
   * What is sent to a route that takes no form, about a domain. A new one needs its line in {@link
   * #BODIES}.
   */
  String body(Route route, String domain) {
    String body = BODIES.get(route.path());
    assertThat(body).as("the crawl has nothing to send to %s: say it in BODIES", route).isNotNull();
    return body.replace("{domain}", domain).replace("{sender}", senderOf(FOREIGN));
  }

  /**
   * What to ask for by a name that a route reads, in its path, query or form. A new name needs its
   * line here or in {@link #PLAIN}, or the crawl fails.
   */
  Value value(Route route, String name) {
    return switch (name) {
      case "domain", "domains", "chosen_domain", "q", "author" -> new Value(FOREIGN, UNKNOWN, OWN);
      case "ip" -> new Value(FOREIGN_IP, UNKNOWN_IP, OWN_IP);
      case "sender", "senders", "for" ->
          new Value(senderOf(FOREIGN), "ip:" + UNKNOWN_IP, senderOf(OWN));
      case "key" ->
          Set.of("welcome", "digests", "alerts").contains(route.room())
              ? Value.plain("nobody")
              : new Value(senderOf(FOREIGN), "ip:" + UNKNOWN_IP, senderOf(OWN));
      case "state" -> Value.plain(route.path().equals("/") ? "fix" : PLAIN.get(name));
      case "kind" -> Value.plain(route.path().endsWith("/history") ? "judgement" : PLAIN.get(name));
      case "id" -> number(route);
      case "incident" -> new Value(incidentOf(FOREIGN), NO_NUMBER, incidentOf(OWN));
      case "token" -> new Value(FOREIGN_TEST, UNKNOWN_TEST, UNKNOWN_TEST);
      case "uploaded" -> entries();
      case "done" -> route.room().equals("reporters") ? reporters() : Value.plain("changed");
      case "reporter" -> reporters();
      case "but" -> new Value(FOREIGN_REPORTER, "Unknown Crawl Reporter", FOREIGN_REPORTER);
      case "who" -> new Value(FOREIGN_PERSON, "nobody@people.example", "boss@crawl.example");
      case "login" ->
          route.room().equals("sign-in")
              ? new Value(FOREIGN_PERSON, "nobody@people.example", FOREIGN_PERSON)
              : Value.plain("new-crawl@people.example");
      case "group", "groups" -> new Value(FOREIGN_GROUP, "no-group", OWN_GROUP);
      case "name" ->
          route.path().equals("/intake/mailbox-test")
              ? new Value("nowhere", "no-such-mailbox", "nowhere")
              : Value.plain("crawl");
      case "doc" ->
          new Value(
              route.path().contains("/decisions/") ? "secrets-sealed" : "mailboxes",
              "no-such-page",
              route.path().contains("/decisions/") ? "secrets-sealed" : "mailboxes");
      case "mailbox" ->
          new Value(
              route.path().endsWith("/end") ? "crawl-box-end" : "crawl-box", "no-such-box", "none");
      case "user" -> Value.plain(route.path().contains("{mailbox}") ? "changed" : "crawl");
      case "to" -> Value.plain(route.room().equals("sign-in") ? "/intake" : "2026-11-20");
      default -> {
        assertThat(PLAIN.get(name))
            .as("the crawl does not know what to ask %s for by \"%s\": say it here", route, name)
            .isNotNull();
        yield Value.plain(PLAIN.get(name));
      }
    };
  }

  private Value number(Route route) {
    String path = route.path();
    if (path.contains("/tokens/")) {
      return new Value(foreignToken, NO_NUMBER, NO_NUMBER);
    }
    if (path.contains("/reports/{id}")) {
      return new Value(reportOf(foreign, FOREIGN), NO_NUMBER, reportOf(own, OWN));
    }
    if (path.contains("/intake/{id}")) {
      return entries();
    }
    if (path.startsWith("/reporters/")) {
      return reporters();
    }
    if (path.startsWith("/account/digests/")) {
      // What was ended is not there to be sent.
      return new Value(foreignDigests.get(path.endsWith("/end") ? 0 : 1), NO_NUMBER, NO_NUMBER);
    }
    if (path.startsWith("/account/alerts/")) {
      return new Value(foreignChannels.get(path.endsWith("/end") ? 0 : 1), NO_NUMBER, NO_NUMBER);
    }
    if (path.contains("/alerts/")) {
      return new Value(path.contains("/mutes/") ? foreignMute : foreignAlert, NO_NUMBER, NO_NUMBER);
    }
    assertThat(path)
        .as("the crawl does not know whose {id} this is: say it here")
        .contains("users");
    return new Value(foreignPerson, NO_NUMBER, NO_NUMBER);
  }

  private Value entries() {
    return new Value(Long.toString(foreign.intakeId()), NO_NUMBER, Long.toString(own.intakeId()));
  }

  private Value reporters() {
    return new Value(reporter(FOREIGN_REPORTER), NO_NUMBER, reporter(OWN_REPORTER));
  }

  private String reporter(String name) {
    return one("select id from reporter where name = '" + name + "'");
  }

  private String senderOf(String domain) {
    return one(
        """
        select s.sender_key from sender_standing s join domain d on d.id = s.domain_id
        where d.name = '%s' order by 1 limit 1\
        """
            .formatted(domain));
  }

  private String incidentOf(String domain) {
    return one(
        """
        select i.id from failure_incident i join domain d on d.id = i.domain_id
        where d.name = '%s' order by 1 limit 1\
        """
            .formatted(domain));
  }

  private String one(String sql) {
    List<String> rows = Table.rows(database, sql);
    assertThat(rows).as(sql).hasSize(1);
    return rows.get(0);
  }

  private static String reportOf(ItemOutcome outcome, String domain) {
    return outcome.documents().stream()
        .filter(one -> one.domain().equals(domain) && one.report() != null)
        .map(one -> Long.toString(one.report().reportId()))
        .findFirst()
        .orElseThrow();
  }

  private ItemOutcome take(String name, String text) {
    return intake.take(
        "upload", name, null, ReceivedBytes.of(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String mail(String first, String second) {
    return """
    From: dmarc@receiver.example
    Subject: reports
    MIME-Version: 1.0
    Content-Type: multipart/mixed; boundary=b

    --b
    Content-Type: text/xml; name=a.xml
    Content-Disposition: attachment; filename=a.xml

    %s
    --b
    Content-Type: text/xml; name=b.xml
    Content-Disposition: attachment; filename=b.xml

    %s
    --b--
    """
        .formatted(first, second);
  }

  private static String xml(String reporter, String domain, String ip) {
    return """
    <?xml version="1.0"?>
    <feedback><report_metadata><org_name>%1$s</org_name><email>r@receiver.example</email>
    <report_id>%1$s of %2$s</report_id><date_range><begin>1794787200</begin>
    <end>1794873599</end></date_range></report_metadata>
    <policy_published><domain>%2$s</domain><p>none</p></policy_published>
    <record><row><source_ip>%3$s</source_ip><count>7</count><policy_evaluated>
    <disposition>none</disposition><dkim>fail</dkim><spf>fail</spf></policy_evaluated></row>
    <identifiers><header_from>%2$s</header_from></identifiers>
    <auth_results><spf><domain>%2$s</domain><result>fail</result></spf></auth_results></record>
    </feedback>
    """
        .formatted(reporter, domain, ip);
  }

  private static String tls(String reporter, String domain, LocalDate day) {
    return """
    {"organization-name": "%1$s", "report-id": "%1$s of %2$s",
     "date-range": {"start-datetime": "%3$sT00:00:00Z", "end-datetime": "%3$sT23:59:59Z"},
     "policies": [{"policy": {"policy-type": "sts", "policy-domain": "%2$s"},
       "summary": {"total-successful-session-count": 12, "total-failure-session-count": 3},
       "failure-details": [{"result-type": "certificate-expired",
         "receiving-mx-hostname": "mx.%2$s", "failed-session-count": 3}]}]}
    """
        .formatted(reporter, domain, day);
  }

  private String failure(String domain, String ip) {
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            LocalDate.now(clock).minusDays(1).atTime(8, 0).atOffset(ZoneOffset.UTC));
    return """
    From: noreply@receiver.example
    To: ruf@%1$s
    Subject: FW: hidden-crawl-subject
    Date: %2$s
    Message-ID: <%3$s.%1$s@receiver.example>
    MIME-Version: 1.0
    Content-Type: multipart/report; report-type=feedback-report; boundary=B

    --B
    Content-Type: message/feedback-report

    Feedback-Type: auth-failure
    User-Agent: R/1
    Version: 1
    Auth-Failure: dmarc
    Original-Mail-From: <hidden-crawl-envelope@shop.example>
    Original-Rcpt-To: <hidden-crawl-recipient@receiver.example>
    Authentication-Results: mx.receiver.example; spf=fail
     smtp.mailfrom=hidden-crawl-envelope@shop.example; dkim=none
    Arrival-Date: %2$s
    Source-IP: %3$s
    Reported-Domain: %1$s

    --B
    Content-Type: message/rfc822

    Received: from mail.shop.example ([%3$s]) by mx.receiver.example; %2$s
    From: Hidden Crawl Author <hidden-crawl-author@%1$s>
    To: hidden-crawl-recipient@receiver.example
    Subject: hidden-crawl-subject
    Message-ID: <hidden-crawl-message@shop.example>

    The hidden crawl body.
    --B--
    """
        .formatted(domain, date, ip);
  }
}
