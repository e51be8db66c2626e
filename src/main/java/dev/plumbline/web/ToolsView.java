package dev.plumbline.web;

import dev.plumbline.web.DnsView.Lookups;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tool and what it answered. */
public final class ToolsView {

  private ToolsView() {}

  /**
   * Everything a domain publishes.
   *
   * @param domain as it was typed, empty if nothing was asked yet
   * @param answer null if nothing was asked yet
   */
  public record Whole(String domain, String selectors, @Nullable Checked answer) {}

  /** What was found. */
  public record Checked(String summary, String css, List<Section> sections) {

    public Checked {
      sections = List.copyOf(sections);
    }
  }

  /**
   * One kind of record.
   *
   * @param record the text published, null if there is none
   * @param said what else is to be told, as sentences
   * @param lookups what an SPF record costs, else null
   */
  public record Section(
      String title,
      String name,
      @Nullable String record,
      List<String> said,
      @Nullable Lookups lookups,
      List<DnsView.Found> found) {

    public Section {
      said = List.copyOf(said);
      found = List.copyOf(found);
    }
  }

  /**
   * SPF for one address.
   *
   * @param answer null if nothing was asked yet
   */
  public record Spf(
      String domain, String ip, String helo, String record, @Nullable Verdict answer) {}

  /**
   * What receivers would say.
   *
   * @param proposed the record that was tried in place of the published one, null if none was
   */
  public record Verdict(
      String result,
      String css,
      String meaning,
      List<Fact> facts,
      @Nullable String proposed,
      SourceView.TraceNode trace,
      @Nullable Lookups lookups,
      List<DnsView.Found> found) {

    public Verdict {
      facts = List.copyOf(facts);
      found = List.copyOf(found);
    }
  }
}
