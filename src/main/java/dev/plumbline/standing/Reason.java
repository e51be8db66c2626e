package dev.plumbline.standing;

import dev.plumbline.spf.SpfResult;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why something stands as it does: a value that is kept and compared, and put in words by {@link
 * Wording} when it is shown. Days are UTC days.
 *
 * <p>Each kind has a code by which it is kept. A kind that was kept once keeps its code and the
 * names of its fields; a new field may be null.
 */
public sealed interface Reason {

  /** Every kind by its code. */
  Map<String, Class<? extends Reason>> KINDS = kinds();

  /** The code of this kind. */
  default String code() {
    return KINDS.entrySet().stream()
        .filter(kind -> kind.getValue() == getClass())
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(() -> new AssertionError(getClass() + " has no code"));
  }

  // --- the domain sends nothing ---

  /** Somebody said that the domain sends no mail. */
  record SaidParked(String by, String domain) implements Reason {}

  /** The domain's records say that it sends no mail. */
  record Parked(String domain) implements Reason {}

  // --- what is wrong with the domain ---

  /** Its SPF record is a permanent error. */
  record SpfBroken(String problem) implements Reason {}

  /** It has no SPF record. */
  record NoSpfRecord() implements Reason {}

  /** No DMARC record applies to it any more. */
  record NoDmarcRecord() implements Reason {}

  // --- what somebody decided ---

  /** Somebody decided whose a sender is. */
  record Decided(boolean ours, String by, LocalDate on) implements Reason {}

  /** What is not ours would pass nonetheless. */
  record WouldPassAnyway(Reason why) implements Reason {}

  // --- what today's DNS would give ---

  /** It was never looked at. */
  record NotCompared() implements Reason {}

  /**
   * It signs with a key that was not looked up.
   *
   * @param selector empty where the reports do not tell it
   */
  record KeyNotKnown(String signer, String selector) implements Reason {}

  /** Nothing is known, as DNS gives no answer. */
  record NoAnswer() implements Reason {}

  /** It signs with a key that is published and valid. */
  record KeyValid(String signer, String selector) implements Reason {}

  /** It signs with a key that receivers missed and that is there now. */
  record KeyFound(String signer, String selector) implements Reason {}

  /**
   * A record lists the address.
   *
   * @param domain the envelope domain
   * @param term by which; null if none matched
   * @param of the domain of the record that holds the term; empty if it is the first one
   * @param earlier what the record gave before, null if that is not known
   * @param until the day it changed, null if that is not known
   */
  record Listed(
      String domain,
      @Nullable String term,
      String of,
      @Nullable SpfResult earlier,
      @Nullable LocalDate until)
      implements Reason {}

  /** The key that its signatures need does not verify them any more. */
  record KeyLost(String signer, String selector, String detail) implements Reason {}

  /**
   * It is signed in another way than before, with a selector of which there is no usable key.
   *
   * @param since the first day on which it was
   */
  record KeyMissing(String signer, String selector, String detail, LocalDate since)
      implements Reason {}

  /**
   * Its mail is sent in another way than before.
   *
   * @param since the first day on which it was
   * @param why today's DNS would pass, or fail, it as it is sent now
   */
  record SentOtherwise(LocalDate since, Reason why) implements Reason {}

  /** Nothing that its mail carries could pass. */
  record NothingWouldPass() implements Reason {}

  /** The SPF record is a permanent error. */
  record BrokenRecord(String domain, @Nullable String problem) implements Reason {}

  /** The SPF record is an error by a limit that not every receiver keeps. */
  record LimitDiffers(String domain, String problem) implements Reason {}

  /** The SPF record asks for what reports do not tell, such as the HELO name. */
  record NotTold(String domain) implements Reason {}

  /** A record that would pass it is that of an envelope domain its mail does not use. */
  record EnvelopeUnused(String domain) implements Reason {}

  /**
   * The record does not list the address.
   *
   * @param term that decided, null if none matched
   * @param listedUntil the day until which it did, null if it was not seen to
   * @param unsigned whether none of its mail carries a valid signature of ours either
   */
  record NotListed(
      String domain,
      SpfResult result,
      @Nullable String term,
      @Nullable LocalDate listedUntil,
      boolean unsigned)
      implements Reason {}

  // --- what the reports say of a change ---

  /**
   * Reports say that its mail passes what is published today, and we read that it does not.
   *
   * @param from the first day of these reports
   * @param messages that passed
   * @param reading ours
   */
  record ReportsDiffer(LocalDate from, long messages, long reporters, Reason reading)
      implements Reason {}

  /** The last day on which its mail passed. */
  record PassedUntil(LocalDate day) implements Reason {}

  /**
   * Mail failed for some days, and passes as before since.
   *
   * @param days of those from the first to the last, on how many
   */
  record Outage(LocalDate from, LocalDate to, int days, long messages) implements Reason {}

  /** Mail was sent in another way for some days, and failed; it is sent as before since. */
  record SentAstray(LocalDate from, LocalDate to, long messages) implements Reason {}

  /** What was fixed still has to show. */
  record AwaitingReports() implements Reason {}

  /**
   * A test mail passed that was sent through it.
   *
   * @param source the address it came from
   * @param signer by whose signature; null if by the address
   * @param selector of that signature; null if by the address
   */
  record TestPassed(LocalDate on, String source, @Nullable String signer, @Nullable String selector)
      implements Reason {}

  /**
   * Reports show that it was fixed.
   *
   * @param from the day on which mail began to pass; null if that is the day of the change
   */
  record Proven(@Nullable LocalDate from, long messages, long reporters, long days)
      implements Reason {}

  // --- whose it is ---

  /** Nothing shows that it is ours. */
  record NothingShows() implements Reason {}

  /** Nothing shows yet that it is ours, as it was not looked at. */
  record NothingShowsYet() implements Reason {}

  /** A stranger passes SPF for its own domain. */
  record StrangerPasses(String domain) implements Reason {}

  /** It is a host of ours. */
  record OwnHost(String name) implements Reason {}

  /** A broken record names the address. */
  record MeantByBroken(String domain, String term) implements Reason {}

  /** An earlier record listed it. */
  record ListedEarlier(String domain) implements Reason {}

  /** Some of its mail carries a valid signature. */
  record Signed(String signer) implements Reason {}

  /** The key that its signatures need came after them. */
  record KeyCameLate(String signer, String selector) implements Reason {}

  /** Some of its mail passed. */
  record SomePassed() implements Reason {}

  /** Mail of it passed before the period. */
  record PassedEarlier() implements Reason {}

  /** A service that domains hire to send for them. */
  record Hired(String service, String label) implements Reason {}

  // --- what it passes for ---

  /** SPF passes for an envelope domain that is not aligned. */
  record UnalignedSpf(String envelope, String organizationalDomain) implements Reason {}

  /** It signs as a domain that is not aligned. */
  record UnalignedDkim(String signer, String organizationalDomain) implements Reason {}

  // --- forwarding ---

  /** Receivers call it a forwarder. */
  record CalledForwarder(long overridden, long messages) implements Reason {}

  /** The catalogue knows it as a forwarder. */
  record KnownForwarder(String service, String label) implements Reason {}

  /** Signatures that services make for us arrive from it. */
  record PassesServicesOn() implements Reason {}

  /** Signatures that our own servers make arrive from it. */
  record PassesOursOn() implements Reason {}

  /** Its like, under the same name, does so, as receivers say. */
  record LikeItsSiblings(String kin) implements Reason {}

  // --- closing ---

  /**
   * What other customers of the same service sent from the address.
   *
   * @param domain that most of it was signed as
   */
  record OtherCustomers(String domain, long messages) implements Reason {}

  /**
   * What failure reports tell of it.
   *
   * @param reports how many
   * @param names different names in From: of their messages
   * @param subjects different subjects
   */
  record ToldByFailures(long reports, int names, int subjects) implements Reason {}

  /** What receivers quarantined or rejected. */
  record Refused(long messages) implements Reason {}

  /** DNS is silent, and the last known answer stands. */
  record Unanswered(String domain, LocalDate since) implements Reason {}

  /**
   * How much of a sender it is.
   *
   * @param sources how many of its sources stand so
   * @param of how many it has
   * @param messages of the former
   * @param leading the address most of these came from
   */
  record Spread(int sources, int of, long messages, String leading) implements Reason {}

  /** What was reported: what passed, and what of that by DKIM and by SPF. */
  record Reported(long messages, long passed, long dkim, long spf) implements Reason {}

  private static Map<String, Class<? extends Reason>> kinds() {
    Map<String, Class<? extends Reason>> kinds = new LinkedHashMap<>();
    kinds.put("said_parked", SaidParked.class);
    kinds.put("parked", Parked.class);
    kinds.put("spf_broken", SpfBroken.class);
    kinds.put("no_spf_record", NoSpfRecord.class);
    kinds.put("no_dmarc_record", NoDmarcRecord.class);
    kinds.put("decided", Decided.class);
    kinds.put("would_pass_anyway", WouldPassAnyway.class);
    kinds.put("not_compared", NotCompared.class);
    kinds.put("key_not_known", KeyNotKnown.class);
    kinds.put("no_answer", NoAnswer.class);
    kinds.put("key_valid", KeyValid.class);
    kinds.put("key_found", KeyFound.class);
    kinds.put("listed", Listed.class);
    kinds.put("key_lost", KeyLost.class);
    kinds.put("key_missing", KeyMissing.class);
    kinds.put("sent_otherwise", SentOtherwise.class);
    kinds.put("nothing_would_pass", NothingWouldPass.class);
    kinds.put("broken_record", BrokenRecord.class);
    kinds.put("limit_differs", LimitDiffers.class);
    kinds.put("not_told", NotTold.class);
    kinds.put("envelope_unused", EnvelopeUnused.class);
    kinds.put("not_listed", NotListed.class);
    kinds.put("reports_differ", ReportsDiffer.class);
    kinds.put("passed_until", PassedUntil.class);
    kinds.put("outage", Outage.class);
    kinds.put("sent_astray", SentAstray.class);
    kinds.put("awaiting_reports", AwaitingReports.class);
    kinds.put("test_passed", TestPassed.class);
    kinds.put("proven", Proven.class);
    kinds.put("nothing_shows", NothingShows.class);
    kinds.put("nothing_shows_yet", NothingShowsYet.class);
    kinds.put("stranger_passes", StrangerPasses.class);
    kinds.put("own_host", OwnHost.class);
    kinds.put("meant_by_broken", MeantByBroken.class);
    kinds.put("listed_earlier", ListedEarlier.class);
    kinds.put("signed", Signed.class);
    kinds.put("key_came_late", KeyCameLate.class);
    kinds.put("some_passed", SomePassed.class);
    kinds.put("passed_earlier", PassedEarlier.class);
    kinds.put("hired", Hired.class);
    kinds.put("unaligned_spf", UnalignedSpf.class);
    kinds.put("unaligned_dkim", UnalignedDkim.class);
    kinds.put("called_forwarder", CalledForwarder.class);
    kinds.put("known_forwarder", KnownForwarder.class);
    kinds.put("passes_services_on", PassesServicesOn.class);
    kinds.put("passes_ours_on", PassesOursOn.class);
    kinds.put("like_its_siblings", LikeItsSiblings.class);
    kinds.put("other_customers", OtherCustomers.class);
    kinds.put("told_by_failures", ToldByFailures.class);
    kinds.put("refused", Refused.class);
    kinds.put("unanswered", Unanswered.class);
    kinds.put("spread", Spread.class);
    kinds.put("reported", Reported.class);
    return Collections.unmodifiableMap(kinds);
  }
}
