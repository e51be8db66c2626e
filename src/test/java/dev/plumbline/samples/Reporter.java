package dev.plumbline.samples;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The receivers that report, each with habits that were seen in reports of real ones. */
enum Reporter {
  POLARMAIL(
      "Polarmail",
      "polarmail.example",
      0.46,
      Habit.NO_ENVELOPE_FROM,
      Habit.NP,
      Habit.CONTACT,
      Habit.OVERRIDES),
  OUTPOST(
      "Outpost Mail",
      "outpost-mail.example",
      0.26,
      Habit.XSD_NAMESPACES,
      Habit.ENVELOPE_TO,
      Habit.SCOPE,
      Habit.END_AT_MIDNIGHT,
      Habit.FO,
      Habit.OVERRIDES),
  GULLWING(
      "Gullwing Mail",
      "gullwing.example",
      0.08,
      Habit.RFC9990,
      Habit.NAMESPACE,
      Habit.NP,
      Habit.SCOPE,
      Habit.DISPOSITION_PASS,
      Habit.EXTENSION,
      Habit.OVERRIDES),
  BLUEWATER("Bluewater Net", "bluewater-net.example", 0.07, Habit.SCOPE, Habit.NO_SELECTOR),
  NORDSEE(
      "Nordsee Net",
      "nordseenet.example",
      0.05,
      Habit.RFC9990,
      Habit.NP,
      Habit.SCOPE,
      Habit.CONTACT),
  MAILBASTION(
      "Mailbastion Gateway",
      "mailbastion.example",
      0.03,
      Habit.FRACTIONAL_DATES,
      Habit.HUMAN_RESULT,
      Habit.SCOPE),
  KELPNET(
      "Kelpnet", "kelpnet.example", 0.02, Habit.CAPITAL_RESULTS, Habit.HARDFAIL, Habit.FEW_FIELDS),
  SUEDHAFEN("Universität Südhafen", "suedhafen.example", 0.015, Habit.LATIN1),
  CORMORANT("Cormorant Post", "cormorantpost.example", 0.02, Habit.UNKNOWN_ELEMENTS, Habit.SCOPE),
  SALTMARSH("Saltmarsh Bank", "saltmarsh-bank.example", 0.02, Habit.SCOPE, Habit.EMPTY_REASON),
  ISLEOFWIRE("Isle of Wire", "isleofwire.example", 0.015, Habit.PADDED, Habit.EMPTY_SP),
  FERRYSTONE("Ferrystone Council", "ferrystone.example", 0.01, Habit.ONE_LINE);

  /** What a reporter does its own way. */
  enum Habit {
    /** Elements of RFC 9990: np, discovery_method, testing; no pct. */
    RFC9990,
    NAMESPACE,
    /** Knows {@code np}, prints and applies it. */
    NP,
    /** {@code pass} where an enforcing policy had nothing to do. */
    DISPOSITION_PASS,
    /** Elements of a foreign namespace in the places RFC 9990 keeps for them. */
    EXTENSION,
    NO_ENVELOPE_FROM,
    ENVELOPE_TO,
    XSD_NAMESPACES,
    SCOPE,
    FO,
    CONTACT,
    /** The period ends with the first second of the next day. */
    END_AT_MIDNIGHT,
    /** Lets forwarded and list mail through in spite of the policy, and says why. */
    OVERRIDES,
    NO_SELECTOR,
    FRACTIONAL_DATES,
    HUMAN_RESULT,
    CAPITAL_RESULTS,
    HARDFAIL,
    /** No version, alignment modes, pct or MAIL FROM. */
    FEW_FIELDS,
    /** Says UTF-8 and writes ISO 8859-1. */
    LATIN1,
    UNKNOWN_ELEMENTS,
    EMPTY_REASON,
    PADDED,
    EMPTY_SP,
    ONE_LINE
  }

  private final String organisation;
  private final String domain;
  private final double share;
  private final Set<Habit> habits;

  Reporter(String organisation, String domain, double share, Habit... habits) {
    this.organisation = organisation;
    this.domain = domain;
    this.share = share;
    this.habits = EnumSet.noneOf(Habit.class);
    this.habits.addAll(List.of(habits));
  }

  String organisation() {
    return organisation;
  }

  String domain() {
    return domain;
  }

  /** Its share of all messages. */
  double share() {
    return share;
  }

  boolean does(Habit habit) {
    return habits.contains(habit);
  }
}
