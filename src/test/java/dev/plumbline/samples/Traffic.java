package dev.plumbline.samples;

import dev.plumbline.samples.Reporter.Habit;
import dev.plumbline.samples.Sender.Kind;
import dev.plumbline.samples.Sender.Route;
import dev.plumbline.samples.Sender.Signature;
import dev.plumbline.samples.Sender.Source;
import dev.plumbline.samples.Story.Policy;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What a reporter saw of the story on a day, judged as a DMARC receiver judges it. */
final class Traffic {

  private static final String NO_REASON = "";

  private Traffic() {}

  /**
   * Messages of one source that the reporter judged alike.
   *
   * @param helo the HELO name, checked if the envelope is empty
   * @param reason the type of the override, empty if there is none
   */
  record Row(
      LocalDate day,
      Sender sender,
      String ip,
      String helo,
      long messages,
      Kind kind,
      boolean dkimAligned,
      boolean spfAligned,
      String disposition,
      String reason,
      String comment) {

    boolean passes() {
      return dkimAligned || spfAligned;
    }
  }

  private record Override(String type, String comment, String disposition) {}

  static List<Row> rows(Reporter reporter, String domain, LocalDate day) {
    List<Row> rows = new ArrayList<>();
    for (Sender sender : Story.SENDERS) {
      if (sender.domain().equals(domain)) {
        addRows(rows, reporter, sender, day);
      }
    }
    return rows;
  }

  private static void addRows(List<Row> rows, Reporter reporter, Sender sender, LocalDate day) {
    double noise = 0.86 + 0.28 * random(sender.name(), sender.domain(), day).nextDouble();
    double volume = sender.volume().on(day) * noise;
    List<Kind> kinds = sender.kinds().stream().filter(kind -> kind.isOn(day)).toList();
    List<Source> sources = sourcesOf(sender, day);
    double kindShares = kinds.stream().mapToDouble(Kind::share).sum();
    double weights = sources.stream().mapToDouble(Source::weight).sum();
    for (Source source : sources) {
      Random random = random(sender.name(), source.ip(), reporter, day);
      for (Kind kind : kinds) {
        double expected =
            volume * reporter.share() * source.weight() / weights * kind.share() / kindShares;
        long messages = round(expected * (0.8 + 0.4 * random.nextDouble()), random);
        judge(rows, reporter, sender, source, day, kind, messages, random);
      }
    }
  }

  private static List<Source> sourcesOf(Sender sender, LocalDate day) {
    if (sender.sourcesADay() == 0) {
      return sender.sources();
    }
    List<Source> shuffled = new ArrayList<>(sender.sources());
    Collections.shuffle(shuffled, random(sender.name(), sender.domain(), day, "sources"));
    return shuffled.subList(0, sender.sourcesADay());
  }

  private static void judge(
      List<Row> rows,
      Reporter reporter,
      Sender sender,
      Source source,
      LocalDate day,
      Kind kind,
      long messages,
      Random random) {
    Policy policy = Story.policy(sender.domain(), day);
    String spfDomain = kind.envelope().isEmpty() ? source.host() : kind.envelope();
    boolean spf = kind.spf().equals("pass") && aligned(spfDomain, kind.author(), policy.mode());
    boolean dkim =
        kind.signatures().stream()
            .filter(signature -> signature.result().equals("pass"))
            .map(Signature::domain)
            .anyMatch(signer -> aligned(signer, kind.author(), policy.mode()));
    String asked = spf || dkim ? "none" : asked(reporter, policy, kind.author());
    Override override =
        spf || dkim
            ? new Override(NO_REASON, "", passed(reporter, policy))
            : override(reporter, kind.route(), asked);
    long sampledOut = 0;
    if (!asked.equals("none") && override.type().isEmpty() && !reporter.does(Habit.RFC9990)) {
      sampledOut = round(messages * (100 - policy.pct()) / 100.0, random);
    }
    Row row =
        new Row(
            day,
            sender,
            source.ip(),
            source.host(),
            messages - sampledOut,
            kind,
            dkim,
            spf,
            override.disposition(),
            override.type(),
            override.comment());
    if (row.messages() > 0) {
      rows.add(row);
    }
    if (sampledOut > 0) {
      rows.add(
          new Row(
              day,
              sender,
              source.ip(),
              source.host(),
              sampledOut,
              kind,
              dkim,
              spf,
              "none",
              "sampled_out",
              ""));
    }
  }

  private static String passed(Reporter reporter, Policy policy) {
    return reporter.does(Habit.DISPOSITION_PASS) && !policy.p().equals("none") ? "pass" : "none";
  }

  /** What the policy asks to do with a message that failed. */
  private static String asked(Reporter reporter, Policy policy, String author) {
    if (author.equals(policy.domain())) {
      return policy.p();
    }
    if (reporter.does(Habit.NP) && Story.NO_SUCH_NAMES.contains(author) && !policy.np().isEmpty()) {
      return policy.np();
    }
    return policy.sp().isEmpty() ? policy.p() : policy.sp();
  }

  private static Override override(Reporter reporter, Route route, String asked) {
    if (route == Route.DIRECT || !reporter.does(Habit.OVERRIDES)) {
      return new Override(NO_REASON, "", asked);
    }
    boolean list = route == Route.MAILING_LIST;
    return switch (reporter) {
      case GULLWING ->
          list
              ? new Override("mailing_list", "list recognised by its List-Id", "none")
              : new Override("trusted_forwarder", "", "none");
      case OUTPOST -> new Override("local_policy", "arc=pass", "none");
      default ->
          list
              ? new Override("mailing_list", "arc=pass", "none")
              : new Override("forwarded", "looks forwarded", "none");
    };
  }

  private static boolean aligned(String authenticated, String author, String mode) {
    return mode.equals("s")
        ? authenticated.equals(author)
        : organizational(authenticated).equals(organizational(author));
  }

  /** Right for this story, whose domains all lie directly below a top-level name. */
  private static String organizational(String domain) {
    int dot = domain.lastIndexOf('.', domain.lastIndexOf('.') - 1);
    return domain.substring(dot + 1);
  }

  /** Rounds up or down so that the expected sum stays right. */
  private static long round(double expected, Random random) {
    long floor = (long) Math.floor(expected);
    return random.nextDouble() < expected - floor ? floor + 1 : floor;
  }

  /**
   * A generator that depends on nothing but these texts; its algorithm is fixed by its contract.
   */
  static Random random(Object... seed) {
    long hash = 0xcbf29ce484222325L;
    for (Object part : seed) {
      for (char c : (part + "|").toCharArray()) {
        hash = (hash ^ c) * 0x100000001b3L;
      }
    }
    return new Random(hash ^ (hash >>> 32));
  }
}
