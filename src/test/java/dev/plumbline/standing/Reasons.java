package dev.plumbline.standing;

import dev.plumbline.spf.SpfResult;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;

/** One or more reasons of every kind, each with its words. */
public final class Reasons {

  private static final LocalDate DAY = LocalDate.of(2026, 11, 12);

  private Reasons() {}

  /** The reasons and what people read. */
  public static Map<Reason, String> all() {
    Map<Reason, String> all = new LinkedHashMap<>();
    ofDomains(all);
    ofDns(all);
    ofReports(all);
    ofOwners(all);
    ofForwarders(all);
    return all;
  }

  private static void ofDomains(Map<Reason, String> all) {
    all.put(
        new Reason.SaidParked("ana", "gull.example"),
        "ana said that gull.example sends no mail, so nobody may use it.");
    all.put(
        new Reason.Parked("gull.example"),
        "gull.example says that it sends no mail, so nobody may use it.");
    all.put(
        new Reason.SpfBroken("It needs 11 lookups."),
        "The SPF record is broken, so receivers get an error where they need an answer: It needs 11"
            + " lookups.");
    all.put(
        new Reason.NoSpfRecord(),
        "There is no SPF record: receivers cannot tell your servers from others.");
    all.put(
        new Reason.NoDmarcRecord(),
        "There is no DMARC record any more: receivers will stop sending reports.");
    all.put(new Reason.Decided(true, "ana", DAY), "ana decided on 12 Nov 2026 that it is yours.");
    all.put(
        new Reason.Decided(false, "ana", DAY), "ana decided on 12 Nov 2026 that it is not yours.");
    all.put(
        new Reason.WouldPassAnyway(new Reason.KeyValid("gull.example", "m1")),
        "Take care: today's DNS would pass it. Its mail is signed as gull.example, and the key of"
            + " selector m1 is published and valid.");
  }

  private static void ofDns(Map<Reason, String> all) {
    all.put(
        new Reason.KeyValid("gull.example", "m1"),
        "Its mail is signed as gull.example, and the key of selector m1 is published and valid.");
    all.put(new Reason.NotCompared(), "Not compared with today's DNS.");
    all.put(
        new Reason.KeyNotKnown("gull.example", "m1"),
        "Its mail is signed as gull.example, and the key of selector m1 was not looked up yet; what"
            + " was reported stands.");
    all.put(
        new Reason.KeyNotKnown("gull.example", ""),
        "Its mail is signed as gull.example, and the reports do not say with which key; what was"
            + " reported stands.");
    all.put(new Reason.NoAnswer(), "DNS does not answer; what was reported stands.");
    all.put(
        new Reason.KeyFound("gull.example", "m1"),
        "Its mail is signed as gull.example; receivers found no key for selector m1, and now there"
            + " is a valid one.");
    all.put(
        new Reason.Listed("gull.example", null, "", null, null),
        "Today's SPF record of gull.example lists the address.");
    all.put(
        new Reason.Listed("gull.example", "ip4:192.0.2.7", "", null, null),
        "Today's SPF record of gull.example lists the address by the term ip4:192.0.2.7.");
    all.put(
        new Reason.Listed(
            "gull.example", "ip4:192.0.2.7", "spf.postlark.example", SpfResult.FAIL, DAY),
        "Today's SPF record of gull.example lists the address by the term ip4:192.0.2.7 of"
            + " spf.postlark.example (fail until 12 Nov 2026).");
    all.put(
        new Reason.KeyLost("gull.example", "m1", "There is none."),
        "Its mail was signed as gull.example, but the key of selector m1 no longer verifies: There"
            + " is none.");
    all.put(
        new Reason.KeyMissing("gull.example", "m2", "There is none.", DAY),
        "Since 12 Nov 2026 its mail is signed as gull.example with selector m2, for which there is"
            + " no usable key: There is none.");
    all.put(
        new Reason.SentOtherwise(DAY, new Reason.NothingWouldPass()),
        "Since 12 Nov 2026 its mail is sent in another way than before. Neither SPF nor DKIM would"
            + " pass for your domain today.");
    all.put(
        new Reason.NothingWouldPass(), "Neither SPF nor DKIM would pass for your domain today.");
    all.put(
        new Reason.BrokenRecord("gull.example", "It needs 11 lookups."),
        "The SPF record of gull.example is broken: It needs 11 lookups.");
    all.put(
        new Reason.NotTold("gull.example"),
        "The SPF record of gull.example asks for what reports do not tell, such as the HELO name,"
            + " and what was reported stands.");
    all.put(
        new Reason.LimitDiffers("gull.example", "More than 2 lookups found nothing."),
        "Not all receivers keep the limit that the SPF record of gull.example breaks, and what was"
            + " reported stands: More than 2 lookups found nothing.");
    all.put(
        new Reason.EnvelopeUnused("gull.example"),
        "Most of its mail uses another envelope domain than gull.example, whose SPF record would"
            + " pass it.");
    all.put(
        new Reason.NotListed("gull.example", SpfResult.NEUTRAL, null, null, false),
        "Today's SPF record of gull.example does not list the address (neutral).");
    all.put(
        new Reason.NotListed("gull.example", SpfResult.FAIL, "-all", null, true),
        "Today's SPF record of gull.example does not list the address (fail by -all), and its mail"
            + " carries no valid signature of yours.");
    all.put(
        new Reason.NotListed("gull.example", SpfResult.FAIL, "-all", DAY, true),
        "Today's SPF record of gull.example does not list the address (fail by -all); it did until"
            + " 12 Nov 2026.");
    all.put(
        new Reason.Unanswered("gull.example", DAY),
        "DNS has not answered for gull.example since 12 Nov 2026; this is the last known answer.");
  }

  private static void ofReports(Map<Reason, String> all) {
    all.put(
        new Reason.ReportsDiffer(DAY, 120, 3, new Reason.NothingWouldPass()),
        "To be looked at: from 12 Nov 2026 on 120 messages passed, as 3 reporters saw, and by our"
            + " reading it would fail. Neither SPF nor DKIM would pass for your domain today.");
    all.put(new Reason.PassedUntil(DAY), "By the reports its mail passed until 12 Nov 2026.");
    all.put(
        new Reason.AwaitingReports(), "Waiting for reports of mail sent after that to show it.");
    all.put(
        new Reason.TestPassed(LocalDate.of(2026, 11, 20), "192.0.2.7", null, null),
        "A test mail through it passed DMARC on 20 Nov 2026, from 192.0.2.7, by SPF.");
    all.put(
        new Reason.TestPassed(LocalDate.of(2026, 11, 20), "192.0.2.7", "gull.example", "m1"),
        "A test mail through it passed DMARC on 20 Nov 2026, from 192.0.2.7, signed as gull.example"
            + " with selector m1.");
    all.put(
        new Reason.Proven(null, 1, 2, 3),
        "Since then 1 message passed, as 2 reporters saw over 3 days.");
    all.put(
        new Reason.Proven(DAY, 1_200, 2, 3),
        "From 12 Nov 2026 on 1,200 messages passed, as 2 reporters saw over 3 days.");
    all.put(
        new Reason.SentAstray(DAY, DAY.plusDays(2), 40),
        "From 12 Nov 2026 to 14 Nov 2026 40 messages failed, sent in another way than since; that is"
            + " over, and counts no more.");
    all.put(
        new Reason.Outage(DAY, DAY, 1, 40),
        "On 12 Nov 2026 40 messages failed, as in an outage of your records; that is over, and"
            + " counts no more.");
    all.put(
        new Reason.Outage(DAY, DAY.plusDays(2), 2, 40),
        "On 2 days from 12 Nov 2026 to 14 Nov 2026 40 messages failed, as in an outage of your"
            + " records; that is over, and counts no more.");
    all.put(new Reason.Refused(12), "Receivers quarantined or rejected 12 messages.");
    all.put(
        new Reason.Spread(3, 3, 40, "192.0.2.2"),
        "This is true of all its 3 sources; most mail came from 192.0.2.2.");
    all.put(
        new Reason.Spread(1, 3, 40, "192.0.2.2"),
        "This is true of 1 of its 3 sources (40 messages); most of that came from 192.0.2.2.");
    all.put(
        new Reason.Reported(100, 0, 0, 0),
        "None of 100 messages passed DMARC in the days it is judged by.");
    all.put(
        new Reason.Reported(1_000, 900, 900, 300),
        "900 of 1,000 messages passed DMARC in the days it is judged by (aligned by DKIM 900, SPF 300).");
  }

  private static void ofOwners(Map<Reason, String> all) {
    all.put(
        new Reason.NothingShows(),
        "Nothing shows whose it is: no valid signature of yours, no record of yours lists it, and"
            + " its name is not yours.");
    all.put(
        new Reason.NothingShowsYet(),
        "Nothing shows whose it is: neither its name nor your records were looked up.");
    all.put(
        new Reason.StrangerPasses("blast.example"),
        "It passes SPF, but for a domain of its own: blast.example.");
    all.put(
        new Reason.OwnHost("mx1.gull.example"),
        "The address is mx1.gull.example, a host of yours (its name leads back to it).");
    all.put(
        new Reason.MeantByBroken("gull.example", "ip4:192.0.2.7"),
        "The SPF record of gull.example, though broken, names the address by the term"
            + " ip4:192.0.2.7.");
    all.put(
        new Reason.ListedEarlier("gull.example"),
        "An earlier SPF record of gull.example listed it.");
    all.put(
        new Reason.Signed("gull.example"),
        "Some of its mail carries a valid signature of gull.example.");
    all.put(
        new Reason.KeyCameLate("gull.example", "m1"),
        "The key of selector m1, which its signatures as gull.example need, has been published"
            + " since.");
    all.put(
        new Reason.SomePassed(),
        "Some of its mail passed DMARC for you in the days it is judged by.");
    all.put(new Reason.PassedEarlier(), "Mail from it passed DMARC for you earlier.");
    all.put(
        new Reason.Hired("Postlark", "marketing service"),
        "Postlark is a marketing service that domains hire to send for them; if nobody of you did,"
            + " say that it is not yours.");
    all.put(
        new Reason.UnalignedSpf("bounce.mailer.example", "gull.example"),
        "SPF passes for its envelope domain bounce.mailer.example, which does not belong to"
            + " gull.example.");
    all.put(
        new Reason.UnalignedDkim("mailer.example", "gull.example"),
        "It signs as mailer.example, which does not belong to gull.example.");
  }

  private static void ofForwarders(Map<Reason, String> all) {
    all.put(
        new Reason.CalledForwarder(12, 100),
        "Receivers say that it passes mail on (12 of 100 messages).");
    all.put(
        new Reason.CalledForwarder(100, 100),
        "Receivers say that it passes mail on (all 100 messages).");
    all.put(
        new Reason.LikeItsSiblings("college.example"),
        "Signatures of yours arrive from it broken, and receivers say of others under"
            + " college.example that they pass mail on.");
    all.put(
        new Reason.OtherCustomers("bargain.example", 30),
        "30 messages from the address are not yours: signed as bargain.example, as another"
            + " customer's of the same service.");
    all.put(
        new Reason.OtherCustomers("bargain.example", 1),
        "1 message from the address is not yours: signed as bargain.example, as another customer's"
            + " of the same service.");
    all.put(
        new Reason.ToldByFailures(1_200, 3, 1),
        "1,200 failure reports tell of its mail: 3 names in From, one subject.");
    all.put(
        new Reason.ToldByFailures(1, 1, 2),
        "A failure report tells of its mail: one name in From, 2 subjects.");
    all.put(new Reason.ToldByFailures(2, 0, 0), "2 failure reports tell of its mail.");
    all.put(
        new Reason.KnownForwarder("Listlark", "host of mailing lists"),
        "Listlark is a host of mailing lists: it passes on mail that others sent.");
    all.put(
        new Reason.PassesServicesOn(),
        "Signatures that others make for you arrive from it, some of them broken: it passes their"
            + " mail on.");
    all.put(
        new Reason.PassesOursOn(),
        "Signatures that your own servers made arrive from it, some of them intact: it passes your"
            + " mail on.");
  }
}
