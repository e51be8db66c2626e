package dev.plumbline.web;

import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.report.ReporterName;
import dev.plumbline.standing.Standing;
import dev.plumbline.store.traffic.RowFilter;
import dev.plumbline.store.traffic.Shown;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which of the reports about a domain a list shows. */
sealed interface WantedReports {

  /** What an address says of it. */
  List<HiddenField> fields();

  /** What stands behind the number of reports, with a blank before it; empty if nothing does. */
  String words();

  /** What is said if there are none. */
  String none();

  /** What the address of each report adds, so as to lead to the rows that are meant. */
  default String rows() {
    return "";
  }

  /** Those with messages that fail, of the mail that is meant here. */
  default WantedReports failing() {
    return new Failing();
  }

  /** All of them. */
  record Every() implements WantedReports {

    @Override
    public List<HiddenField> fields() {
      return List.of();
    }

    @Override
    public String words() {
      return "";
    }

    @Override
    public String none() {
      return "No report covers these days.";
    }
  }

  /** Those with messages that fail. */
  record Failing() implements WantedReports {

    @Override
    public List<HiddenField> fields() {
      return List.of(new HiddenField("show", "failing"));
    }

    @Override
    public String words() {
      return " with messages that fail";
    }

    @Override
    public String none() {
      return "No report of these days tells of messages that fail.";
    }

    @Override
    public String rows() {
      return "?show=failing#rows";
    }
  }

  /**
   * Those that tell of messages of some senders, or of such of which something became.
   *
   * @param whose what an address says of whose they are; empty for whoever's
   * @param words whose they are, as in a sentence behind "messages", with a blank before it
   */
  record Behind(RowFilter.Behind sources, List<HiddenField> whose, String words, Shown show)
      implements WantedReports {

    public Behind {
      whose = List.copyOf(whose);
    }

    /** Those about a sender, which has no name here. */
    static Behind of(String key, Shown show) {
      return new Behind(
          new RowFilter.Behind(key, List.of()), List.of(new HiddenField("sender", key)), "", show);
    }

    /** Those with messages of one of these: that fail, if nothing else is said. */
    static Behind of(Whose whose, Shown show) {
      return new Behind(
          whose.sources(),
          List.of(whose.field()),
          " " + whose.words(),
          show == Shown.ALL ? Shown.FAILING : show);
    }

    /** Those with messages of senders that are judged so. */
    static Behind of(Standing standing, Shown show) {
      return new Behind(
          RowFilter.Behind.standing(List.of(standing)),
          List.of(new HiddenField("standing", standing.wire())),
          " of senders with the standing \"%s\"".formatted(StandingBadge.of(standing).label()),
          show);
    }

    /** Those with messages that were treated so, whoever sent them. */
    static Behind of(Shown show) {
      return new Behind(RowFilter.Behind.ANYBODY, List.of(), "", show);
    }

    @Override
    public Behind failing() {
      return new Behind(sources, whose, words, Shown.FAILING);
    }

    Behind named(String name) {
      return new Behind(sources, whose, " of " + name, show);
    }

    @Override
    public List<HiddenField> fields() {
      return Stream.concat(whose.stream(), Shows.fields(show).stream()).toList();
    }

    @Override
    public String words() {
      return " with " + Shows.adjective(show) + "messages" + words;
    }

    @Override
    public String none() {
      return "No report of these days tells of such messages.";
    }

    @Override
    public String rows() {
      return HiddenField.query(fields()).replaceFirst("&", "?") + "#rows";
    }
  }

  /** Those that tell of such messages of a source. */
  record OfSource(InetAddress ip, Shown show) implements WantedReports {

    @Override
    public List<HiddenField> fields() {
      return Stream.concat(
              Stream.of(new HiddenField("q", IpAddresses.toText(ip))), Shows.fields(show).stream())
          .toList();
    }

    @Override
    public String words() {
      return show == Shown.ALL
          ? " found"
          : " with %smessages of %s".formatted(Shows.adjective(show), IpAddresses.toText(ip));
    }

    @Override
    public String none() {
      return show == Shown.ALL
          ? "No report of these days has rows of that address."
          : "No report of these days tells of such messages.";
    }

    @Override
    public OfSource failing() {
      return new OfSource(ip, Shown.FAILING);
    }

    /** Of an address, its rows are meant. */
    @Override
    public String rows() {
      return "?ip="
          + Links.value(IpAddresses.toText(ip))
          + HiddenField.query(Shows.fields(show))
          + "#rows";
    }
  }

  /**
   * Those that somebody looks for.
   *
   * @param search what was typed, not blank
   * @param author the name that is meant if mail had it in From:, null if none had
   */
  record Like(String search, @Nullable String author, Shown show) implements WantedReports {

    Like(String search) {
      this(search, null, Shown.ALL);
    }

    @Override
    public List<HiddenField> fields() {
      return List.of(new HiddenField("q", search));
    }

    @Override
    public WantedReports failing() {
      return author == null ? new Failing() : new Like(search, author, Shown.FAILING);
    }

    /** Of a name, its rows are meant. */
    @Override
    public String rows() {
      return author == null
          ? ""
          : "?author=" + Links.value(author) + HiddenField.query(Shows.fields(show)) + "#rows";
    }

    @Override
    public String words() {
      return " found";
    }

    @Override
    public String none() {
      return "No report of these days has that in its reporter's name, an ID that begins so,"
          + " or rows with that name in From.";
    }
  }

  /** Those of a reporter, however it spells its name. */
  record Told(long reporter, SpelledReporter spelled) implements WantedReports {

    @Override
    public List<HiddenField> fields() {
      return List.of(new HiddenField("reporter", Long.toString(reporter)));
    }

    @Override
    public String words() {
      return " by " + spelled.names();
    }

    @Override
    public String none() {
      return "No report covers these days.";
    }
  }

  /**
   * Those of a reporter that is named so, and in no other way; of these, those with such messages.
   *
   * @param reporter its name as reported; empty if none was
   * @param ip the source of the messages, null for any
   * @param show {@link Shown#ALL} or {@link Shown#FAILING}
   */
  record By(String reporter, @Nullable InetAddress ip, Shown show) implements WantedReports {

    /** All of a reporter's. */
    static By of(String reporter) {
      return new By(reporter, null, Shown.ALL);
    }

    /** The address of a list of reports that asks for these alone. */
    String in(String reports) {
      return reports + HiddenField.query(fields());
    }

    @Override
    public List<HiddenField> fields() {
      List<HiddenField> fields = new ArrayList<>();
      fields.add(new HiddenField("by", ReporterName.forPeople(reporter)));
      fields.addAll(ofMail());
      return fields;
    }

    /** Which of their messages are meant. */
    private List<HiddenField> ofMail() {
      List<HiddenField> fields = new ArrayList<>();
      HiddenField.add(fields, "ip", ip == null ? null : IpAddresses.toText(ip));
      fields.addAll(Shows.fields(show));
      return fields;
    }

    @Override
    public String words() {
      return " by "
          + ReporterName.forPeople(reporter)
          + (ip == null && show == Shown.ALL ? "" : " with " + Shows.adjective(show) + "messages")
          + (ip == null ? "" : " of " + IpAddresses.toText(ip));
    }

    @Override
    public String none() {
      return "No report of these days by this reporter tells of such messages.";
    }

    @Override
    public String rows() {
      String chosen = HiddenField.query(ofMail());
      return chosen.isEmpty() ? "" : chosen.replaceFirst("&", "?") + "#rows";
    }

    @Override
    public By failing() {
      return new By(reporter, ip, Shown.FAILING);
    }
  }

  /**
   * Those with messages that fail, of all reporters but some.
   *
   * @param named the names of these, as reported
   */
  record ByOthers(List<String> named) implements WantedReports {

    public ByOthers {
      named = List.copyOf(named);
    }

    @Override
    public List<HiddenField> fields() {
      List<HiddenField> fields = new ArrayList<>();
      named.forEach(one -> fields.add(new HiddenField("but", ReporterName.forPeople(one))));
      fields.addAll(Shows.fields(Shown.FAILING));
      return fields;
    }

    @Override
    public String words() {
      return " with messages that fail, by others than " + ReporterName.forPeople(named);
    }

    @Override
    public String none() {
      return "No report of these days by another reporter tells of messages that fail.";
    }

    @Override
    public String rows() {
      return new Failing().rows();
    }

    @Override
    public WantedReports failing() {
      return this;
    }
  }

  /** Those of reporters on days of which these told of such signatures. */
  record Signed(RowFilter.Signature with, Shown show) implements WantedReports {

    Signed(RowFilter.Signature with) {
      this(with, Shown.ALL);
    }

    @Override
    public List<HiddenField> fields() {
      return List.of(
          new HiddenField("signer", with.signer()), new HiddenField("selector", with.selector()));
    }

    @Override
    public WantedReports failing() {
      return new Signed(with, Shown.FAILING);
    }

    @Override
    public String words() {
      return " of days " + mail();
    }

    /** What is wanted, as it is told of days and of rows. */
    String mail() {
      return "with mail signed with %s of %s"
          .formatted(with.selector(), DomainName.forPeople(with.signer()));
    }

    @Override
    public String none() {
      return "No report of these days tells of such a signature.";
    }

    @Override
    public String rows() {
      return "?" + Links.signature(with) + HiddenField.query(Shows.fields(show)) + "#rows";
    }
  }
}
