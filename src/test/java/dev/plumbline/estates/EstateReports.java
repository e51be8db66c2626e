package dev.plumbline.estates;

import dev.plumbline.dkim.DkimKeys;
import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.estates.Actor.Host;
import dev.plumbline.estates.Actor.Mail;
import dev.plumbline.estates.Actor.Signature;
import dev.plumbline.estates.Actor.Way;
import dev.plumbline.estates.Receiver.Habit;
import dev.plumbline.spf.SpfEvaluator;
import dev.plumbline.spf.SpfQuery;
import dev.plumbline.store.intake.Outcome;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;

/** What the receivers of an estate report, judged as they judge: by the DNS of the day. */
final class EstateReports {

  private final Estate estate;
  private final Random random;
  private final Map<String, String> spfResults = new HashMap<>();
  private final Map<String, Boolean> keys = new HashMap<>();

  EstateReports(Estate estate) {
    this.estate = estate;
    this.random = new Random(estate.seed() * 31 + 5);
  }

  /**
   * A report as it is sent.
   *
   * @param outcome what is to become of it
   */
  record Sent(String text, Outcome outcome) {}

  /** The reports of a receiver about a day; none if it saw no mail. */
  List<Sent> of(Receiver receiver, int day) {
    List<String> rows = new ArrayList<>();
    if (receiver.does(Habit.EAST)) {
      rows(rows, receiver, day - 1, 9 / 24.0);
      rows(rows, receiver, day, 15 / 24.0);
    } else if (receiver.does(Habit.WEST)) {
      rows(rows, receiver, day, 16 / 24.0);
      rows(rows, receiver, day + 1, 8 / 24.0);
    } else {
      rows(rows, receiver, day, 1);
    }
    if (rows.isEmpty()) {
      return List.of();
    }
    if (receiver.does(Habit.HOURLY)) {
      NavigableMap<Integer, List<String>> hours = new TreeMap<>();
      rows.forEach(
          row -> hours.computeIfAbsent(random.nextInt(24), unused -> new ArrayList<>()).add(row));
      List<Sent> reports = new ArrayList<>();
      hours.forEach(
          (hour, some) ->
              reports.add(new Sent(document(receiver, day, hour, hour + 1, some), Outcome.STORED)));
      return reports;
    }
    int begin = receiver.does(Habit.EAST) ? -9 : receiver.does(Habit.WEST) ? 8 : 0;
    Sent all = new Sent(document(receiver, day, begin, begin + 24, rows), Outcome.STORED);
    if (receiver.does(Habit.RESENDS)) {
      return List.of(all, new Sent(all.text(), Outcome.DUPLICATE));
    }
    if (receiver.does(Habit.CORRECTS) && rows.size() > 2) {
      List<String> part = rows.subList(0, rows.size() * 2 / 3);
      return List.of(
          new Sent(document(receiver, day, begin, begin + 24, part), Outcome.STORED),
          new Sent(all.text(), Outcome.CONFLICT));
    }
    return List.of(all);
  }

  private void rows(List<String> rows, Receiver receiver, int day, double part) {
    if (day >= estate.days()) {
      return;
    }
    for (Actor actor : estate.actors()) {
      for (Mail mail : actor.mails()) {
        if (mail.from() <= day && day < mail.to()) {
          for (Host host : actor.hosts()) {
            double expected =
                part * actor.volume() * mail.share() * receiver.share() / actor.hosts().size();
            rows(rows, receiver, day, host, mail, chance(expected * (0.5 + random.nextDouble())));
          }
        }
      }
    }
  }

  private void rows(
      List<String> rows, Receiver receiver, int day, Host host, Mail mail, long messages) {
    if (messages == 0) {
      return;
    }
    // What befalls one signature on the way befalls the others of the message.
    double survives =
        mail.signatures().stream()
            .filter(one -> one.survives() < 1)
            .mapToDouble(Signature::survives)
            .findFirst()
            .orElse(1);
    long intact = survives == 1 ? messages : chance(messages * survives);
    row(rows, receiver, day, host, mail, Math.min(intact, messages), true);
    row(rows, receiver, day, host, mail, messages - Math.min(intact, messages), false);
  }

  private void row(
      List<String> rows,
      Receiver receiver,
      int day,
      Host host,
      Mail mail,
      long messages,
      boolean intact) {
    if (messages == 0) {
      return;
    }
    StringBuilder results = new StringBuilder();
    boolean dkim = false;
    for (Signature signature : mail.signatures()) {
      boolean key = hasKey(day, signature);
      boolean unbroken = intact || signature.survives() == 1;
      boolean aligned = aligned(signature.domain(), mail.author(), estate.strict());
      dkim |= key && unbroken && aligned;
      if (aligned || !receiver.does(Habit.ALIGNED_ONLY)) {
        String result =
            key
                ? unbroken ? "pass" : "fail"
                : receiver.does(Habit.PLAIN_FAIL) ? "fail" : "permerror";
        results.append(
            "<dkim><domain>%s</domain>%s<result>%s</result></dkim>"
                .formatted(
                    signature.domain(),
                    receiver.does(Habit.NO_SELECTOR)
                        ? ""
                        : "<selector>" + signature.selector() + "</selector>",
                    spelled(receiver, result)));
      }
    }
    boolean helo = mail.envelope().isEmpty();
    String identity = helo ? host.helo() : mail.envelope();
    String result = spf(day, host, mail);
    boolean spf = result.equals("pass") && aligned(identity, mail.author(), false);
    if (receiver.does(Habit.HELO_TOO) && !helo) {
      results.append(
          "<spf><domain>%s</domain><scope>helo</scope><result>none</result></spf>"
              .formatted(host.helo()));
    }
    results.append(
        "<spf><domain>%s</domain>%s<result>%s</result></spf>"
            .formatted(
                receiver.does(Habit.EMPTY_ENVELOPE) ? "" : identity,
                receiver.does(Habit.NO_SCOPE)
                    ? ""
                    : "<scope>" + (helo ? "helo" : "mfrom") + "</scope>",
                spelled(receiver, told(receiver, result))));
    boolean passes = dkim || spf;
    if (receiver.does(Habit.RAW)) {
      dkim = mail.signatures().stream().anyMatch(one -> verifies(day, one, intact));
      spf = result.equals("pass");
    }
    if (receiver.does(Habit.SPF_PASS)) {
      spf = true;
    }
    if (receiver.does(Habit.SWAPPED)) {
      boolean other = dkim;
      dkim = spf;
      spf = other;
    }
    String reason = passes ? "" : reason(receiver, mail.way());
    rows.add(
        """
        <record><row><source_ip>%s</source_ip><count>%d</count><policy_evaluated>
        <disposition>%s</disposition><dkim>%s</dkim><spf>%s</spf>%s</policy_evaluated></row>
        <identifiers><header_from>%s</header_from>%s</identifiers>
        <auth_results>%s</auth_results></record>
        """
            .formatted(
                host.ip(),
                messages,
                passes || !reason.isEmpty() ? "none" : estate.policy(),
                dkim ? "pass" : "fail",
                spf ? "pass" : "fail",
                reason,
                spelled(receiver, mail.author()),
                receiver.does(Habit.NO_ENVELOPE_FROM)
                    ? ""
                    : "<envelope_from>"
                        + (receiver.does(Habit.EMPTY_ENVELOPE) ? "" : mail.envelope())
                        + "</envelope_from>",
                results));
  }

  private static String told(Receiver receiver, String result) {
    if (receiver.does(Habit.SPF_NONE)) {
      return "none";
    }
    return result.equals("fail") && receiver.does(Habit.HARDFAIL) ? "hardfail" : result;
  }

  private static String reason(Receiver receiver, Way way) {
    if (way == Way.DIRECT) {
      return "";
    }
    if (receiver.does(Habit.ARC)) {
      return "<reason><type>local_policy</type><comment>arc=pass</comment></reason>";
    }
    return receiver.does(Habit.OVERRIDES)
        ? "<reason><type>%s</type></reason>"
            .formatted(way == Way.LIST ? "mailing_list" : "forwarded")
        : "";
  }

  private static String spelled(Receiver receiver, String value) {
    return receiver.does(Habit.CAPITALS) ? value.toUpperCase(Locale.ROOT) : value;
  }

  private boolean verifies(int day, Signature signature, boolean intact) {
    return hasKey(day, signature) && (intact || signature.survives() == 1);
  }

  private boolean hasKey(int day, Signature signature) {
    return keys.computeIfAbsent(
        segment(day) + " " + signature.selector() + " " + signature.domain(),
        unused ->
            DkimKeys.lookup(
                    estate.zones().on(day), DomainName.of(signature.domain()), signature.selector())
                .state()
                .verifies());
  }

  private String spf(int day, Host host, Mail mail) {
    return spfResults.computeIfAbsent(
        segment(day) + " " + host + " " + mail.envelope(),
        unused -> {
          Dns dns = estate.zones().on(day);
          String sender = mail.envelope().isEmpty() ? null : "someone@" + mail.envelope();
          return new SpfEvaluator(dns)
              .evaluate(
                  SpfQuery.of(IpAddresses.parse(host.ip()).orElseThrow(), sender, host.helo()))
              .result()
              .wire();
        });
  }

  private Integer segment(int day) {
    return estate.zones().changes().floor(day);
  }

  /** The estate's domain is an organization's; all author domains are its own or below. */
  private boolean aligned(String name, String author, boolean strict) {
    return strict
        ? name.equals(author)
        : name.equals(estate.domain()) || name.endsWith("." + estate.domain());
  }

  /** A whole number whose expected value is the given one. */
  private long chance(double expected) {
    long floor = (long) Math.floor(expected);
    return random.nextDouble() < expected - floor ? floor + 1 : floor;
  }

  private String document(Receiver receiver, int day, int fromHour, int toHour, List<String> rows) {
    LocalDate date = estate.first().plusDays(day);
    long midnight = date.atStartOfDay(ZoneOffset.UTC).toEpochSecond();
    boolean recent = receiver.does(Habit.RFC9990);
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <feedback%s><report_metadata><org_name>%s</org_name><email>dmarc@receiver.example</email>
    <report_id>%s-%d-%d-%d</report_id><date_range><begin>%d</begin><end>%d</end></date_range>
    </report_metadata><policy_published><domain>%s</domain><p>%s</p><sp>%s</sp>%s%s
    </policy_published>
    %s</feedback>
    """
        .formatted(
            receiver.does(Habit.NAMESPACE) ? " xmlns=\"urn:ietf:params:xml:ns:dmarc-2.0\"" : "",
            receiver.name(),
            receiver.name().charAt(receiver.name().length() - 1),
            estate.seed(),
            day,
            fromHour,
            midnight + fromHour * 3_600L,
            midnight + toHour * 3_600L - 1,
            estate.domain(),
            estate.policy(),
            estate.policy(),
            recent ? "<np>none</np><discovery_method>treewalk</discovery_method>" : "",
            recent ? "" : "<adkim>%s</adkim>".formatted(estate.strict() ? "s" : "r"),
            String.join("", rows));
  }
}
