package dev.plumbline.web;

import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.store.traffic.RowFilter;
import java.util.List;

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
   * Those that tell of messages of a sender, or of such that fail.
   *
   * @param field what an address says of whose they are
   * @param words whose they are, as in a sentence behind "messages"
   */
  record Behind(RowFilter.Behind sources, HiddenField field, String words, boolean failing)
      implements WantedReports {

    /** Those about a sender, which has no name here. */
    static Behind of(String key, boolean failing) {
      return new Behind(
          new RowFilter.Behind(key, List.of()), new HiddenField("sender", key), "", failing);
    }

    /** Those with messages that fail, of one of these. */
    static Behind of(Whose whose) {
      return new Behind(whose.sources(), whose.field(), whose.words(), true);
    }

    Behind named(String name) {
      return new Behind(sources, field, "of " + name, failing);
    }

    @Override
    public List<HiddenField> fields() {
      return failing && sources.sender() != null
          ? List.of(field, new HiddenField("show", "failing"))
          : List.of(field);
    }

    @Override
    public String words() {
      return (failing ? " with failing messages " : " with messages ") + words;
    }

    @Override
    public String none() {
      return "No report of these days tells of such messages.";
    }

    @Override
    public String rows() {
      return "?show=" + (failing ? "failing" : "") + HiddenField.query(List.of(field)) + "#rows";
    }
  }

  /**
   * Those that somebody looks for.
   *
   * @param search what was typed, not blank
   */
  record Like(String search) implements WantedReports {

    @Override
    public List<HiddenField> fields() {
      return List.of(new HiddenField("q", search));
    }

    @Override
    public String words() {
      return " found";
    }

    @Override
    public String none() {
      return "No report of these days has that in its reporter's name, an ID that begins so,"
          + " or rows of that address or with that name in From.";
    }

    /** Of an address, its rows are meant. */
    @Override
    public String rows() {
      return IpAddresses.parse(search.strip()).isEmpty()
          ? ""
          : "?ip=" + Links.value(search.strip()) + "#rows";
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

  /** Those of reporters on days of which these told of such signatures. */
  record Signed(RowFilter.Signature with) implements WantedReports {

    @Override
    public List<HiddenField> fields() {
      return List.of(
          new HiddenField("signer", with.signer()), new HiddenField("selector", with.selector()));
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
      return "?" + Links.signature(with) + "#rows";
    }
  }
}
