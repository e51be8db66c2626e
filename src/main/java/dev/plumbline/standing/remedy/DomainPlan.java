package dev.plumbline.standing.remedy;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What to publish for a domain: one difference for each DNS name and type, with the fixes of all
 * its senders in it, tested together. Whatever is shown anywhere as a record to publish is one of
 * these, so that none undoes another.
 *
 * @param records keys first, then SPF records
 * @param left senders for which a record would do, but not beside those of the others
 * @param names in From: fields with which nothing passes
 * @param unknown why nothing can be said, as a sentence; null if DNS answered. Then the rest is
 *     empty.
 */
public record DomainPlan(
    List<RecordSet> records, List<Left> left, List<AuthorName> names, @Nullable String unknown) {

  /** Nothing to publish. */
  public static final DomainPlan NOTHING = new DomainPlan(List.of(), List.of(), List.of(), null);

  public DomainPlan {
    records = List.copyOf(records);
    left = List.copyOf(left);
    names = List.copyOf(names);
    if (unknown != null && !(records.isEmpty() && left.isEmpty() && names.isEmpty())) {
      throw new IllegalArgumentException("Nothing is proposed where nothing is known");
    }
  }

  /** Of a domain about which DNS says nothing now. */
  static DomainPlan unknown(String why) {
    return new DomainPlan(List.of(), List.of(), List.of(), why);
  }

  /** The record of a name; empty if it stays as it is. */
  public Optional<RecordSet> record(String name, String type) {
    return records.stream()
        .filter(record -> record.name().equals(name) && record.type().equals(type))
        .findFirst();
  }

  /** The records that hold something for a sender. */
  public List<RecordSet> of(String sender) {
    return records.stream()
        .filter(record -> record.parts().stream().anyMatch(part -> part.sender().equals(sender)))
        .toList();
  }

  /**
   * The same plan without what is there for some senders. As far as records only gain terms, each
   * of them can be left out: who passes without it still does. A record that was rewritten stays as
   * it is.
   */
  public DomainPlan without(Set<String> senders) {
    return new DomainPlan(
        records.stream().flatMap(record -> record.without(senders).stream()).toList(),
        left,
        names,
        unknown);
  }

  /** The same plan with what to do about names; as it is if nothing is known. */
  public DomainPlan withNames(List<AuthorName> of) {
    return unknown == null ? new DomainPlan(records, left, of, null) : this;
  }

  /** What is to do about a name in From: fields; empty if nothing is said about it. */
  public Optional<AuthorName> authorName(String name) {
    return names.stream().filter(one -> one.name().equals(name)).findFirst();
  }

  /**
   * One record set as it is and as it should be.
   *
   * @param name absolute, without the last dot
   * @param type as {@code TXT}
   * @param before the whole text published now, null if there is none
   * @param after the whole text to publish
   * @param parts whom it is for
   * @param tested what it was found to do
   * @param note when not to publish it, as a sentence; null if there is no such case
   */
  public record RecordSet(
      String name,
      String type,
      @Nullable String before,
      String after,
      List<Part> parts,
      Tested tested,
      @Nullable String note) {

    public RecordSet {
      parts = List.copyOf(parts);
    }

    /** Whether terms were only added to what is published, or there is no record yet. */
    public boolean onlyAdds() {
      return before == null || terms(after).containsAll(terms(before));
    }

    private Optional<RecordSet> without(Set<String> senders) {
      List<Part> kept = parts.stream().filter(one -> !senders.contains(one.sender())).toList();
      if (kept.size() == parts.size() || !onlyAdds()) {
        return Optional.of(this);
      }
      if (kept.isEmpty()) {
        return Optional.empty();
      }
      Set<String> gone = new HashSet<>();
      parts.stream()
          .filter(one -> !kept.contains(one))
          .forEach(one -> gone.addAll(terms(one.holds())));
      kept.forEach(one -> terms(one.holds()).forEach(gone::remove));
      terms(before == null ? "" : before).forEach(gone::remove);
      // Who needs no term of its own passes by those of others.
      boolean shared = kept.stream().anyMatch(one -> one.holds().isEmpty());
      String text =
          shared || gone.isEmpty()
              ? after
              : terms(after).stream()
                  .filter(term -> !gone.contains(term))
                  .collect(Collectors.joining(" "));
      int sources = kept.stream().mapToInt(Part::sources).sum();
      return Optional.of(
          new RecordSet(
              name,
              type,
              before,
              text,
              kept,
              new Tested(
                  sources, tested.lookups(), tested.voidLookups(), tested.lost(), tested.octets()),
              note));
    }

    private static List<String> terms(String text) {
      return Stream.of(text.split(" +")).filter(term -> !term.isEmpty()).toList();
    }

    /** The difference alone. */
    public Remedy.Change change() {
      return new Remedy.Change(name, type, before, after);
    }
  }

  /**
   * Whose part of a record it is.
   *
   * @param sender its key
   * @param name the sender, for people
   * @param holds the terms that are there for it; empty if the whole record is, or if terms of
   *     others do
   * @param sources how many of its sources pass with the record
   * @param settles whether the plan settles the sender; else something is left to do
   */
  public record Part(String sender, String name, String holds, int sources, boolean settles) {}

  /**
   * What a record does when it is evaluated, before anybody publishes it.
   *
   * @param sources how many sources pass that do not now
   * @param lookups most DNS lookups that one of them needs, of 10
   * @param voidLookups most lookups without an answer, of 2
   * @param lost sources of the domain that pass now and would not any more; always 0
   * @param octets of DNS's answer; 0 if nothing speaks of it
   */
  public record Tested(int sources, int lookups, int voidLookups, int lost, int octets) {}

  /**
   * A sender without a record though one would do if it were alone.
   *
   * @param at whose record has no room for it
   * @param why and what to do instead, as a sentence
   */
  public record Left(String sender, String name, String at, String why) {}

  /**
   * A name in From: fields with which nothing passes.
   *
   * @param users the senders of yours that use it or a name below it
   * @param closing records that close it to mail, each as one line of a zone file; none if somebody
   *     uses it, or if all are published
   */
  public record AuthorName(String name, List<User> users, List<String> closing) {

    public AuthorName {
      users = List.copyOf(users);
      closing = List.copyOf(closing);
      if (!users.isEmpty() && !closing.isEmpty()) {
        throw new IllegalArgumentException("A name that a sender of yours uses is not closed");
      }
    }
  }

  /**
   * A sender of yours.
   *
   * @param sender its key
   * @param name for people
   */
  public record User(String sender, String name) {}
}
