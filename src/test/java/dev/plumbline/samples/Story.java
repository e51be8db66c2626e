package dev.plumbline.samples;

import static dev.plumbline.samples.Sender.sender;
import static dev.plumbline.samples.Sender.signed;

import dev.plumbline.samples.Sender.Route;
import dev.plumbline.samples.Sender.Volume;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Who sends for the three domains, and what their policies say. Today's DNS, against which all of
 * it is checked again, is sample-reports/zone.example.db; the two must be changed together.
 */
final class Story {

  static final LocalDate FIRST_DAY = LocalDate.of(2026, 8, 25);
  static final LocalDate LAST_DAY = LocalDate.of(2026, 11, 22);

  static final String MUSEUM = "harbourlight.example";
  static final String SHOP = "tidewater-books.example";
  static final String PARKED = "harbourlight-museum.example";

  /** Author domains that do not exist in DNS, to which {@code np} applies. */
  static final Set<String> NO_SUCH_NAMES =
      Set.of("invoice.harbourlight.example", "billing.harbourlight-museum.example");

  /** The day hundreds of rented hosts sent false invoices at once. */
  static final LocalDate WAVE = LocalDate.of(2026, 11, 3);

  private static final LocalDate BREAK_BEGIN = LocalDate.of(2026, 10, 5);
  private static final LocalDate BREAK_END = LocalDate.of(2026, 10, 11);
  private static final LocalDate ASKWELL_KEY_REVOKED = LocalDate.of(2026, 11, 9);
  private static final LocalDate OLD_SERVER_UNLISTED = LocalDate.of(2026, 11, 16);

  private static final String NEWS = "news.harbourlight.example";
  private static final String ALARMS = "alarms.harbourlight.example";

  private static final Sender.Signature POSTLARK_OWN = signed("postlark.example", "own", "pass");

  /**
   * A published policy.
   *
   * @param from the first day reporters see it
   * @param sp empty if not published
   * @param np empty if not published
   */
  record Policy(
      String domain, LocalDate from, String p, String sp, String np, String mode, int pct) {}

  /** Oldest first within a domain. */
  static final List<Policy> POLICIES =
      List.of(
          new Policy(MUSEUM, FIRST_DAY, "none", "none", "reject", "r", 100),
          new Policy(SHOP, FIRST_DAY, "none", "", "", "r", 100),
          new Policy(SHOP, LocalDate.of(2026, 10, 5), "quarantine", "quarantine", "", "r", 25),
          new Policy(
              SHOP, LocalDate.of(2026, 10, 19), "quarantine", "quarantine", "reject", "r", 100),
          new Policy(PARKED, FIRST_DAY, "reject", "reject", "reject", "s", 100));

  static final List<Sender> SENDERS = senders();

  private Story() {}

  static Policy policy(String domain, LocalDate day) {
    return POLICIES.stream()
        .filter(policy -> policy.domain().equals(domain) && !policy.from().isAfter(day))
        .reduce((earlier, later) -> later)
        .orElseThrow();
  }

  private static List<Sender> senders() {
    List<Sender> all = new ArrayList<>();
    museumInOrder(all);
    museumOutOfOrder(all);
    museumForwardersAndStrangers(all);
    shop(all);
    parked(all);
    return List.copyOf(all);
  }

  private static void museumInOrder(List<Sender> all) {
    all.add(
        sender(MUSEUM, "Own mail server mail1", "AUTHORIZED")
            .at("192.0.2.10", "mail1.harbourlight.example", 4)
            .at("2001:db8:10::10", "mail1.harbourlight.example", 1)
            .sends(weekdays(330, 45))
            .kind(95, MUSEUM, MUSEUM, "pass", signed(MUSEUM, "hl2026a", "pass"))
            .kind(2, MUSEUM, MUSEUM, "pass", signed(MUSEUM, "hl2026a", "fail"))
            // Bounces: the null reverse path, so that SPF is about the HELO name.
            .kind(3, MUSEUM, "", "pass", signed(MUSEUM, "hl2026a", "pass"))
            .build());
    all.add(
        sender(MUSEUM, "Own mail server mail2, still signing with the 2024 key", "AUTHORIZED")
            .at("192.0.2.11", "mail2.harbourlight.example", 1)
            .sends(weekdays(90, 25))
            .kind(1, MUSEUM, MUSEUM, "pass", signed(MUSEUM, "hl2024", "pass"))
            .build());
    all.add(
        sender(MUSEUM, "Fairwind Office, the staff's office suite", "AUTHORIZED")
            .at("198.51.100.8", "out8.fairwind-office.example", 3)
            .at("198.51.100.9", "out9.fairwind-office.example", 3)
            .at("198.51.100.10", "out10.fairwind-office.example", 2)
            .at("198.51.100.11", "out11.fairwind-office.example", 1)
            .at("2001:db8:f0::8", "out8.fairwind-office.example", 2)
            .at("2001:db8:f0::9", "out9.fairwind-office.example", 1)
            .sends(weekdays(880, 70))
            .kind(97, MUSEUM, MUSEUM, "pass", signed(MUSEUM, "fairwind1", "pass"))
            .kind(2, MUSEUM, MUSEUM, "pass")
            .kind(1, MUSEUM, MUSEUM, "temperror", signed(MUSEUM, "fairwind1", "pass"))
            .build());
    all.add(
        sender(MUSEUM, "Postlark newsletter: DKIM by CNAME, return path its own", "AUTHORIZED")
            .at("198.51.100.34", "mta34.postlark.example", 1)
            .at("198.51.100.35", "mta35.postlark.example", 1)
            .at("198.51.100.36", "mta36.postlark.example", 1)
            .at("198.51.100.37", "mta37.postlark.example", 1)
            .sends(growing(weekly(DayOfWeek.THURSDAY, 8600), 1.2))
            .during(FIRST_DAY, BREAK_BEGIN.minusDays(1))
            .kind(1, NEWS, "bounces.postlark.example", "pass", postlark("pass"), POSTLARK_OWN)
            // Somebody deleted the CNAME and put it back a week later.
            .during(BREAK_BEGIN, BREAK_END)
            .kind(1, NEWS, "bounces.postlark.example", "pass", postlark("permerror"), POSTLARK_OWN)
            .during(BREAK_END.plusDays(1), LAST_DAY)
            .kind(1, NEWS, "bounces.postlark.example", "pass", postlark("pass"), POSTLARK_OWN)
            .build());
  }

  private static void museumOutOfOrder(List<Sender> all) {
    all.add(
        sender(MUSEUM, "Ledgerline CRM: return path published after the last report", "FIXED")
            .at("198.51.100.50", "app1.ledgerline.example", 1)
            .at("198.51.100.51", "app2.ledgerline.example", 1)
            .sends(weekdays(95, 4))
            .kind(
                1,
                MUSEUM,
                "crm.harbourlight.example",
                "none",
                signed("ledgerline.example", "ll2025", "pass"))
            .build());
    all.add(
        sender(MUSEUM, "Old booking server, taken out of SPF on 2026-11-16", "REGRESSED")
            .at("192.0.2.70", "srv70.oldhaven-hosting.example", 1)
            .sends(everyDay(55))
            .during(FIRST_DAY, OLD_SERVER_UNLISTED.minusDays(1))
            .kind(1, MUSEUM, MUSEUM, "pass")
            .during(OLD_SERVER_UNLISTED, LAST_DAY)
            .kind(1, MUSEUM, MUSEUM, "softfail")
            .build());
    all.add(
        sender(MUSEUM, "Askwell surveys, DKIM key revoked on 2026-11-09", "REGRESSED")
            .at("198.51.100.84", "s84.askwell.example", 1)
            .at("198.51.100.85", "s85.askwell.example", 1)
            .sends(weekly(DayOfWeek.TUESDAY, 780))
            .during(FIRST_DAY, ASKWELL_KEY_REVOKED.minusDays(1))
            .kind(1, MUSEUM, "bounce.askwell.example", "pass", askwell("pass"))
            .during(ASKWELL_KEY_REVOKED, LAST_DAY)
            .kind(1, MUSEUM, "bounce.askwell.example", "pass", askwell("permerror"))
            .build());
    all.add(
        sender(MUSEUM, "Turnstile Tickets: in our SPF, sends as itself", "NEEDS_ALIGNMENT")
            .at("198.51.100.66", "tx66.turnstile-tickets.example", 3)
            .at("198.51.100.67", "tx67.turnstile-tickets.example", 3)
            .at("198.51.100.68", "tx68.turnstile-tickets.example", 1)
            .at("2001:db8:70::66", "tx66.turnstile-tickets.example", 1)
            .sends(weekdays(190, 420))
            .kind(
                1,
                MUSEUM,
                "mail.turnstile-tickets.example",
                "pass",
                signed("turnstile-tickets.example", "tt1", "pass"))
            .build());
    all.add(
        sender(MUSEUM, "Tallyman payroll, monthly: in our SPF, sends as itself", "NEEDS_ALIGNMENT")
            .at("198.51.100.98", "pay98.tallyman.example", 1)
            .sends(
                onDays(
                    140,
                    LocalDate.of(2026, 9, 25),
                    LocalDate.of(2026, 10, 23),
                    LocalDate.of(2026, 11, 20)))
            .kind(
                1,
                MUSEUM,
                "bounces.tallyman.example",
                "pass",
                signed("tallyman.example", "tm", "pass"))
            .build());
    all.add(
        sender(MUSEUM, "Own new server of the collections database", "NEEDS_AUTHORIZING")
            .at("192.0.2.24", "collections.harbourlight.example", 1)
            .sends(startingOn(LocalDate.of(2026, 10, 12), weekdays(48, 9)))
            .kind(1, MUSEUM, MUSEUM, "softfail")
            .build());
    all.add(
        sender(MUSEUM, "Own building alarms", "NEEDS_AUTHORIZING")
            .at("192.0.2.25", "alarms.harbourlight.example", 2)
            .at("2001:db8:10::25", "alarms.harbourlight.example", 1)
            .sends(everyDay(16))
            .kind(1, ALARMS, ALARMS, "none")
            .build());
  }

  private static void museumForwardersAndStrangers(List<Sender> all) {
    all.add(
        sender(MUSEUM, "Seacliff alumni forwarding, envelope rewritten", "FORWARDER")
            .at("203.0.113.20", "fwd1.alumni.seacliff.example", 2)
            .at("203.0.113.21", "fwd2.alumni.seacliff.example", 1)
            .sends(weekdays(42, 9))
            .by(Route.FORWARDED)
            .kind(
                78, MUSEUM, "alumni.seacliff.example", "pass", signed(MUSEUM, "fairwind1", "pass"))
            .kind(
                22, MUSEUM, "alumni.seacliff.example", "pass", signed(MUSEUM, "fairwind1", "fail"))
            .build());
    all.add(
        sender(MUSEUM, "Coastmail forwarding, envelope kept", "FORWARDER")
            .at("203.0.113.45", "fwd.coastmail.example", 2)
            .at("2001:db8:45::1", "fwd.coastmail.example", 1)
            .sends(weekdays(36, 14))
            .by(Route.FORWARDED)
            .kind(60, MUSEUM, MUSEUM, "softfail", signed(MUSEUM, "fairwind1", "pass"))
            .kind(25, MUSEUM, MUSEUM, "softfail", signed(MUSEUM, "hl2026a", "pass"))
            .kind(15, MUSEUM, MUSEUM, "softfail", signed(MUSEUM, "hl2026a", "fail"))
            .build());
    all.add(
        sender(MUSEUM, "Museum Forum mailing list", "FORWARDER")
            .at("203.0.113.33", "lists.museumforum.example", 1)
            .sends(weekdays(64, 12))
            .by(Route.MAILING_LIST)
            .kind(
                68,
                MUSEUM,
                "lists.museumforum.example",
                "pass",
                signed(MUSEUM, "fairwind1", "fail"),
                signed("lists.museumforum.example", "list", "pass"))
            .kind(
                32,
                MUSEUM,
                "lists.museumforum.example",
                "pass",
                signed(MUSEUM, "fairwind1", "pass"),
                signed("lists.museumforum.example", "list", "pass"))
            .build());
    all.add(
        sender(MUSEUM, "Blastwave, a bulk mailer nobody ordered", "UNRECOGNIZED")
            .at("203.0.113.70", "em70.blastwave.example", 1)
            .at("203.0.113.71", "em71.blastwave.example", 1)
            .sends(weekly(DayOfWeek.MONDAY, 210))
            .kind(
                1,
                MUSEUM,
                "em.blastwave.example",
                "pass",
                signed("blastwave.example", "bw", "pass"))
            .build());
    all.add(
        sender(MUSEUM, "Spoofers", "UNRECOGNIZED")
            .scattered(
                9,
                concat(
                    range("192.0.2.", 130, 159),
                    range("198.51.100.", 180, 199),
                    range("203.0.113.", 130, 149),
                    range("2001:db8:bad:1::", 1, 9)))
            .sends(everyDay(26))
            .kind(55, MUSEUM, MUSEUM, "softfail")
            .kind(25, MUSEUM, "cheap-pills.invalid", "none")
            .kind(
                10,
                MUSEUM,
                "vorkenbyte.invalid",
                "none",
                signed("vorkenbyte.invalid", "default", "permerror"))
            .kind(10, "invoice.harbourlight.example", "invoice.harbourlight.example", "none")
            .build());
    all.add(
        sender(MUSEUM, "Wave of spoofed invoices through rented hosts", "UNRECOGNIZED")
            .scattered(
                0,
                concat(
                    range("192.0.2.", 160, 254),
                    range("198.51.100.", 200, 252),
                    range("203.0.113.", 150, 254),
                    range("2001:db8:bad:3::", 10, 70)))
            .sends(onDays(1150, WAVE))
            .kind(1, MUSEUM, MUSEUM, "softfail")
            .build());
  }

  private static void shop(List<Sender> all) {
    all.add(
        sender(SHOP, "Own mail server, two signatures", "AUTHORIZED")
            .at("192.0.2.40", "mail.tidewater-books.example", 3)
            .at("2001:db8:40::25", "mail.tidewater-books.example", 1)
            .sends(weekdays(74, 22))
            .kind(
                97,
                SHOP,
                SHOP,
                "pass",
                signed(SHOP, "tw2026", "pass"),
                signed(SHOP, "tw-ed", "pass"))
            .kind(3, SHOP, "", "pass", signed(SHOP, "tw2026", "pass"))
            .build());
    all.add(
        sender(SHOP, "Shopcrate, the web shop", "AUTHORIZED")
            .at("198.51.100.114", "crate114.shopcrate.example", 3)
            .at("198.51.100.115", "crate115.shopcrate.example", 2)
            .at("198.51.100.116", "crate116.shopcrate.example", 1)
            .sends(growing(weekdays(240, 310), 1.9))
            .kind(98, SHOP, SHOP, "pass", signed(SHOP, "crate", "pass"))
            .kind(2, SHOP, SHOP, "pass", signed(SHOP, "crate", "fail"))
            .build());
    all.add(
        sender(SHOP, "Postlark newsletter: DKIM by CNAME, return path its own", "AUTHORIZED")
            .at("198.51.100.38", "mta38.postlark.example", 1)
            .at("198.51.100.39", "mta39.postlark.example", 1)
            .sends(growing(weekly(DayOfWeek.FRIDAY, 1900), 1.3))
            .kind(
                1,
                SHOP,
                "bounces.postlark.example",
                "pass",
                signed(SHOP, "pl1", "pass"),
                POSTLARK_OWN)
            .build());
    all.add(
        sender(SHOP, "Deskbell help desk: put into SPF after the last report", "FIXED")
            .at("198.51.100.146", "mx146.deskbell.example", 1)
            .sends(weekdays(24, 5))
            .kind(1, SHOP, SHOP, "softfail", signed("deskbell.example", "db1", "pass"))
            .build());
    all.add(
        sender(SHOP, "Own till, sends receipts", "NEEDS_AUTHORIZING")
            .at("192.0.2.46", "till.tidewater-books.example", 1)
            .sends(startingOn(LocalDate.of(2026, 9, 21), weekdays(18, 31)))
            .kind(1, SHOP, SHOP, "softfail")
            .build());
    all.add(
        sender(SHOP, "Coastmail forwarding, envelope kept", "FORWARDER")
            .at("203.0.113.45", "fwd.coastmail.example", 1)
            .sends(everyDay(17))
            .by(Route.FORWARDED)
            .kind(80, SHOP, SHOP, "softfail", signed(SHOP, "crate", "pass"))
            .kind(20, SHOP, SHOP, "softfail", signed(SHOP, "crate", "fail"))
            .build());
    all.add(
        sender(SHOP, "Booksellers mailing list", "FORWARDER")
            .at("203.0.113.36", "lists.booksellers.example", 1)
            .sends(weekdays(19, 4))
            .by(Route.MAILING_LIST)
            .kind(65, SHOP, "lists.booksellers.example", "pass", signed(SHOP, "tw2026", "fail"))
            .kind(35, SHOP, "lists.booksellers.example", "pass", signed(SHOP, "tw2026", "pass"))
            .build());
    all.add(
        sender(SHOP, "Spoofers", "UNRECOGNIZED")
            .scattered(4, concat(range("203.0.113.", 80, 99), range("192.0.2.", 84, 95)))
            .sends(everyDay(7))
            .kind(70, SHOP, SHOP, "softfail")
            .kind(30, SHOP, "parcel-notice.invalid", "none")
            .build());
  }

  private static void parked(List<Sender> all) {
    LocalDate campaign = LocalDate.of(2026, 11, 10);
    List<String> addresses =
        concat(
            range("192.0.2.", 100, 124),
            range("203.0.113.", 100, 120),
            range("2001:db8:bad:2::", 1, 6));
    all.add(
        sender(PARKED, "Spoofers of the former name", "UNAUTHORIZED_USE")
            .scattered(5, addresses)
            .sends(everyDay(11))
            .kind(70, PARKED, PARKED, "fail")
            .kind(15, PARKED, "cheap-pills.invalid", "none")
            .kind(15, "billing.harbourlight-museum.example", PARKED, "fail")
            .build());
    all.add(
        sender(PARKED, "Campaign of three days in the former name", "UNAUTHORIZED_USE")
            .scattered(28, addresses)
            .sends(onDays(420, campaign.minusDays(1), campaign, campaign.plusDays(1)))
            .kind(85, PARKED, PARKED, "fail")
            .kind(15, "billing.harbourlight-museum.example", PARKED, "fail")
            .build());
  }

  private static Sender.Signature postlark(String result) {
    return signed(NEWS, "pl1", result);
  }

  private static Sender.Signature askwell(String result) {
    return signed(MUSEUM, "askwell1", result);
  }

  private static Volume everyDay(double messages) {
    return day -> messages;
  }

  private static Volume weekdays(double weekday, double weekend) {
    return day -> day.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0 ? weekday : weekend;
  }

  private static Volume weekly(DayOfWeek on, double messages) {
    // Late openers: replies and resends trickle out the day after.
    return day ->
        day.getDayOfWeek() == on
            ? messages
            : day.minusDays(1).getDayOfWeek() == on ? messages / 60 : 0;
  }

  private static Volume onDays(double messages, LocalDate... days) {
    Set<LocalDate> on = Set.of(days);
    return day -> on.contains(day) ? messages : 0;
  }

  private static Volume startingOn(LocalDate first, Volume volume) {
    return day -> day.isBefore(first) ? 0 : volume.on(day);
  }

  /** Grows evenly to {@code factor} times the volume at the end of the story. */
  private static Volume growing(Volume volume, double factor) {
    double days = ChronoUnit.DAYS.between(FIRST_DAY, LAST_DAY);
    return day ->
        volume.on(day) * (1 + (factor - 1) * ChronoUnit.DAYS.between(FIRST_DAY, day) / days);
  }

  private static List<String> range(String prefix, int first, int last) {
    List<String> addresses = new ArrayList<>();
    for (int i = first; i <= last; i++) {
      addresses.add(prefix + i);
    }
    return addresses;
  }

  @SafeVarargs
  private static List<String> concat(List<String>... lists) {
    List<String> all = new ArrayList<>();
    for (List<String> list : lists) {
      all.addAll(list);
    }
    return all;
  }
}
