package dev.plumbline.standing;

import dev.plumbline.spf.SpfResult;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Puts {@linkplain Reason reasons} in words: one sentence, or two, for each. */
public final class Wording {

  private static final Map<Class<? extends Reason>, Function<Reason, String>> WORDS =
      new HashMap<>();

  private Wording() {}

  /** A reason in words. */
  public static String sentence(Reason reason) {
    Function<Reason, String> words = WORDS.get(reason.getClass());
    if (words == null) {
      throw new AssertionError("No words for " + reason);
    }
    return words.apply(reason);
  }

  /** Reasons in words, each by itself. */
  public static List<String> sentences(List<Reason> reasons) {
    return reasons.stream().map(Wording::sentence).toList();
  }

  private static <R extends Reason> void say(Class<R> kind, Function<R, String> words) {
    WORDS.put(kind, reason -> words.apply(kind.cast(reason)));
  }

  private static <R extends Reason> void say(Class<R> kind, String words) {
    WORDS.put(kind, unused -> words);
  }

  static {
    domains();
    outlooks();
    keys();
    changes();
    owners();
    alignment();
    forwarding();
    siblings();
    turns();
    closing();
  }

  private static void domains() {
    say(
        Reason.SaidParked.class,
        said ->
            "%s said that %s sends no mail, so nobody may use it."
                .formatted(said.by(), said.domain()));
    say(
        Reason.Parked.class,
        parked ->
            "%s says that it sends no mail, so nobody may use it.".formatted(parked.domain()));
    say(
        Reason.SpfBroken.class,
        broken ->
            "The SPF record is broken, so receivers get an error where they need an answer: "
                + broken.problem());
    say(
        Reason.NoSpfRecord.class,
        "There is no SPF record: receivers cannot tell your servers from others.");
    say(
        Reason.NoDmarcRecord.class,
        "There is no DMARC record any more: receivers will stop sending reports.");
    say(
        Reason.Decided.class,
        decided ->
            "%s decided on %s that it %s."
                .formatted(
                    decided.by(),
                    Words.day(decided.on()),
                    decided.ours() ? "is yours" : "is not yours"));
    say(
        Reason.WouldPassAnyway.class,
        anyway -> "Take care: today's DNS would pass it. " + sentence(anyway.why()));
  }

  private static void outlooks() {
    say(Reason.NotCompared.class, "Not compared with today's DNS.");
    say(Reason.NoAnswer.class, "DNS does not answer; what was reported stands.");
    say(
        Reason.Listed.class,
        listed ->
            "Today's SPF record of %s lists the address%s%s."
                .formatted(
                    listed.domain(),
                    byTerm(listed.term(), listed.of()),
                    until(listed.earlier(), listed.until())));
    say(Reason.NothingWouldPass.class, "Neither SPF nor DKIM would pass for your domain today.");
    say(
        Reason.BrokenRecord.class,
        broken ->
            "The SPF record of %s is broken: %s".formatted(broken.domain(), broken.problem()));
    say(
        Reason.LimitDiffers.class,
        limit ->
            "Not all receivers keep the limit that the SPF record of %s breaks, and what was reported stands: %s"
                .formatted(limit.domain(), limit.problem()));
    say(
        Reason.NotTold.class,
        record ->
            "The SPF record of %s asks for what reports do not tell, such as the HELO name, and what was reported stands."
                .formatted(record.domain()));
    say(
        Reason.EnvelopeUnused.class,
        unused ->
            "Most of its mail uses another envelope domain than %s, whose SPF record would pass it."
                .formatted(unused.domain()));
    say(
        Reason.NotListed.class,
        missing ->
            "Today's SPF record of %s does not list the address (%s%s)%s."
                .formatted(
                    missing.domain(),
                    missing.result().wire(),
                    missing.term() == null ? "" : " by " + missing.term(),
                    missing.listedUntil() != null
                        ? "; it did until " + Words.day(missing.listedUntil())
                        : missing.unsigned()
                            ? ", and its mail carries no valid signature of yours"
                            : ""));
  }

  private static void keys() {
    say(
        Reason.KeyNotKnown.class,
        key ->
            "Its mail is signed as %s%s; what was reported stands."
                .formatted(
                    key.signer(),
                    key.selector().isEmpty()
                        ? ", and the reports do not say with which key"
                        : ", and the key of selector %s was not looked up yet"
                            .formatted(key.selector())));
    say(
        Reason.KeyValid.class,
        key ->
            "Its mail is signed as %s, and the key of selector %s is published and valid."
                .formatted(key.signer(), key.selector()));
    say(
        Reason.KeyFound.class,
        key ->
            "Its mail is signed as %s; receivers found no key for selector %s, and now there is a valid one."
                .formatted(key.signer(), key.selector()));
    say(
        Reason.KeyLost.class,
        key ->
            "Its mail was signed as %s, but the key of selector %s no longer verifies: %s"
                .formatted(key.signer(), key.selector(), key.detail()));
  }

  private static String byTerm(@Nullable String term, String of) {
    return term == null ? "" : " by the term " + term + (of.isEmpty() ? "" : " of " + of);
  }

  private static String until(@Nullable SpfResult earlier, @Nullable LocalDate until) {
    return earlier == null || until == null
        ? ""
        : " (%s until %s)".formatted(earlier.wire(), Words.day(until));
  }

  private static void changes() {
    say(
        Reason.ReportsDiffer.class,
        one ->
            "To be looked at: from %s on %s passed, as %s saw, and by our reading it would fail. %s"
                .formatted(
                    Words.day(one.from()),
                    Words.messages(one.messages()),
                    Words.count(one.reporters(), "reporter", "reporters"),
                    sentence(one.reading())));
    say(
        Reason.PassedUntil.class,
        passed -> "By the reports its mail passed until %s.".formatted(Words.day(passed.day())));
    say(Reason.Outage.class, Wording::outage);
    say(
        Reason.SentAstray.class,
        stray ->
            "From %s to %s %s failed, sent in another way than since; that is over, and counts no more."
                .formatted(
                    Words.day(stray.from()),
                    Words.day(stray.to()),
                    Words.messages(stray.messages())));
    say(Reason.AwaitingReports.class, "Waiting for reports of mail sent after that to show it.");
    say(
        Reason.TestPassed.class,
        test ->
            "A test mail through it passed DMARC on %s, from %s, %s."
                .formatted(
                    Words.day(test.on()),
                    test.source(),
                    test.signer() == null
                        ? "by SPF"
                        : "signed as %s with selector %s"
                            .formatted(test.signer(), test.selector())));
    say(
        Reason.Proven.class,
        proven ->
            "%s %s passed, as %s saw over %s."
                .formatted(
                    proven.from() == null
                        ? "Since then"
                        : "From %s on".formatted(Words.day(proven.from())),
                    Words.messages(proven.messages()),
                    Words.count(proven.reporters(), "reporter", "reporters"),
                    Words.count(proven.days(), "day", "days")));
  }

  private static void owners() {
    say(
        Reason.NothingShows.class,
        "Nothing shows whose it is: no valid signature of yours, no record of yours lists it,"
            + " and its name is not yours.");
    say(
        Reason.NothingShowsYet.class,
        "Nothing shows whose it is: neither its name nor your records were looked up.");
    say(
        Reason.StrangerPasses.class,
        stranger -> "It passes SPF, but for a domain of its own: %s.".formatted(stranger.domain()));
    say(
        Reason.OwnHost.class,
        host ->
            "The address is %s, a host of yours (its name leads back to it)."
                .formatted(host.name()));
    say(
        Reason.MeantByBroken.class,
        meant ->
            "The SPF record of %s, though broken, names the address by the term %s."
                .formatted(meant.domain(), meant.term()));
    say(
        Reason.ListedEarlier.class,
        listed -> "An earlier SPF record of %s listed it.".formatted(listed.domain()));
    say(
        Reason.Signed.class,
        signed -> "Some of its mail carries a valid signature of %s.".formatted(signed.signer()));
    say(
        Reason.KeyCameLate.class,
        key ->
            "The key of selector %s, which its signatures as %s need, has been published since."
                .formatted(key.selector(), key.signer()));
    say(
        Reason.SomePassed.class,
        "Some of its mail passed DMARC for you in the days it is judged by.");
    say(Reason.PassedEarlier.class, "Mail from it passed DMARC for you earlier.");
    say(
        Reason.Hired.class,
        hired ->
            "%s is a %s that domains hire to send for them; if nobody of you did, say that it is not yours."
                .formatted(hired.service(), hired.label()));
  }

  private static void alignment() {
    say(
        Reason.UnalignedSpf.class,
        spf ->
            "SPF passes for its envelope domain %s, which does not belong to %s."
                .formatted(spf.envelope(), spf.organizationalDomain()));
    say(
        Reason.UnalignedDkim.class,
        dkim ->
            "It signs as %s, which does not belong to %s."
                .formatted(dkim.signer(), dkim.organizationalDomain()));
  }

  private static void forwarding() {
    say(
        Reason.CalledForwarder.class,
        called ->
            "Receivers say that it passes mail on (%s)."
                .formatted(
                    Words.share(called.overridden(), called.messages())
                        .toLowerCase(Locale.ENGLISH)));
    say(
        Reason.KnownForwarder.class,
        known ->
            "%s is a %s: it passes on mail that others sent."
                .formatted(known.service(), known.label()));
    say(
        Reason.PassesServicesOn.class,
        "Signatures that others make for you arrive from it, some of them broken: it passes"
            + " their mail on.");
    say(
        Reason.PassesOursOn.class,
        "Signatures that your own servers made arrive from it, some of them intact: it passes"
            + " your mail on.");
  }

  /** How it is sent now. */
  private static void turns() {
    say(
        Reason.KeyMissing.class,
        key ->
            "Since %s its mail is signed as %s with selector %s, for which there is no usable key: %s"
                .formatted(Words.day(key.since()), key.signer(), key.selector(), key.detail()));
    say(
        Reason.SentOtherwise.class,
        other ->
            "Since %s its mail is sent in another way than before. %s"
                .formatted(Words.day(other.since()), sentence(other.why())));
  }

  private static void siblings() {
    say(
        Reason.LikeItsSiblings.class,
        like ->
            "Signatures of yours arrive from it broken, and receivers say of others under %s that they pass mail on."
                .formatted(like.kin()));
  }

  private static void closing() {
    say(
        Reason.Refused.class,
        refused ->
            "Receivers quarantined or rejected %s.".formatted(Words.messages(refused.messages())));
    say(
        Reason.Unanswered.class,
        silent ->
            "DNS has not answered for %s since %s; this is the last known answer."
                .formatted(silent.domain(), Words.day(silent.since())));
    say(
        Reason.OtherCustomers.class,
        others ->
            "%s from the address %s not yours: signed as %s, as another customer's of the same service."
                .formatted(
                    Words.messages(others.messages()),
                    others.messages() == 1 ? "is" : "are",
                    others.domain()));
    say(Reason.ToldByFailures.class, Wording::told);
    say(Reason.Spread.class, Wording::spread);
    say(Reason.Reported.class, Wording::reported);
  }

  private static String told(Reason.ToldByFailures told) {
    String reports =
        told.reports() == 1
            ? "A failure report tells of its mail"
            : Words.count(told.reports()) + " failure reports tell of its mail";
    List<String> what = new ArrayList<>();
    if (told.names() > 0) {
      what.add(told.names() == 1 ? "one name in From" : told.names() + " names in From");
    }
    if (told.subjects() > 0) {
      what.add(told.subjects() == 1 ? "one subject" : told.subjects() + " subjects");
    }
    return reports + (what.isEmpty() ? "." : ": " + String.join(", ", what) + ".");
  }

  private static String outage(Reason.Outage outage) {
    String when =
        outage.from().equals(outage.to())
            ? "On " + Words.day(outage.from())
            : "On %s from %s to %s"
                .formatted(
                    Words.count(outage.days()) + " days",
                    Words.day(outage.from()),
                    Words.day(outage.to()));
    return "%s %s failed, as in an outage of your records; that is over, and counts no more."
        .formatted(when, Words.messages(outage.messages()));
  }

  private static String spread(Reason.Spread spread) {
    return spread.sources() == spread.of()
        ? "This is true of all its %d sources; most mail came from %s."
            .formatted(spread.sources(), spread.leading())
        : "This is true of %d of its %d sources (%s); most of that came from %s."
            .formatted(
                spread.sources(), spread.of(), Words.messages(spread.messages()), spread.leading());
  }

  private static String reported(Reason.Reported reported) {
    List<String> how = new ArrayList<>();
    if (reported.dkim() > 0) {
      how.add("DKIM " + Words.count(reported.dkim()));
    }
    if (reported.spf() > 0) {
      how.add("SPF " + Words.count(reported.spf()));
    }
    return "%s passed DMARC in the days it is judged by%s."
        .formatted(
            Words.share(reported.passed(), reported.messages()),
            how.isEmpty() ? "" : " (aligned by " + String.join(", ", how) + ")");
  }
}
