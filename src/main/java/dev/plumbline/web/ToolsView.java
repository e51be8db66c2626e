package dev.plumbline.web;

import dev.plumbline.web.DnsView.Lookups;
import java.util.ArrayList;
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
   * @param missing what is said if there is none
   * @param said what else is to be told, as sentences
   * @param lookups what an SPF record costs, else null
   */
  public record Section(
      String title,
      String name,
      @Nullable String record,
      String missing,
      List<String> said,
      @Nullable Lookups lookups,
      List<DnsView.Found> found) {

    public Section {
      said = List.copyOf(said);
      found = List.copyOf(found);
    }
  }

  /**
   * A tool that asks for some words and answers by records.
   *
   * @param path of the tool, without what it is asked
   * @param answer null if nothing was asked yet
   */
  public record Records(
      String title,
      String lead,
      String path,
      String button,
      List<Field> fields,
      @Nullable Checked answer) {

    public Records {
      fields = List.copyOf(fields);
    }
  }

  /** One of several answers. */
  public record Choice(String value, String words) {}

  /**
   * Something to type or to choose.
   *
   * @param choices empty if it is typed
   */
  public record Field(
      String name,
      String label,
      String value,
      boolean required,
      boolean wide,
      List<Choice> choices) {

    public Field {
      choices = List.copyOf(choices);
    }

    static Field of(String name, String label, String value) {
      return new Field(name, label, value, false, false, List.of());
    }

    static Field required(String name, String label, String value) {
      return new Field(name, label, value, true, false, List.of());
    }

    static Field wide(String name, String label, String value) {
      return new Field(name, label, value, false, true, List.of());
    }

    /** Choices as value, words, value, words ... */
    static Field choice(String name, String label, String value, String... choices) {
      List<Choice> all = new ArrayList<>();
      for (int i = 0; i < choices.length; i += 2) {
        all.add(new Choice(choices[i], choices[i + 1]));
      }
      return new Field(name, label, value, false, false, all);
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
