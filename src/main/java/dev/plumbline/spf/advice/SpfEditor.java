package dev.plumbline.spf.advice;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpRange;
import dev.plumbline.dns.RememberedDns;
import dev.plumbline.spf.Mechanism;
import dev.plumbline.spf.Qualifier;
import dev.plumbline.spf.RecordSyntaxException;
import dev.plumbline.spf.SpfRecord;
import dev.plumbline.spf.SpfRecord.Directive;
import dev.plumbline.spf.advice.RecordText.Placed;
import dev.plumbline.spf.advice.RecordWalk.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Changes SPF records and keeps the order and spelling of all it does not change. A record that
 * cannot be read is never changed. All names are domain names.
 */
public final class SpfEditor {

  private static final int MAX_QUESTIONS = 600;

  /** Sub-records of one split; beyond, the ten lookups are spent anyway. */
  private static final int MAX_PARTS = 9;

  private SpfEditor() {}

  /**
   * Adds a sender, such as {@code include:_spf.example.net} or {@code ip4:192.0.2.1}. It goes
   * before {@code all} and {@code redirect}; an exception, such as {@code -a:mx2.example.org}, goes
   * before everything.
   *
   * @param record empty if the domain has none yet, which becomes {@code v=spf1 TERM ~all}
   */
  public static SpfEdit add(String domain, String record, String term) {
    Optional<Directive> added = directive(term);
    if (added.isEmpty() || added.get().mechanism() instanceof Mechanism.All) {
      return new SpfEdit.Refused(
          "\"" + term + "\" is not a sender such as include:example.net or ip4:192.0.2.1.");
    }
    if (record.isBlank()) {
      return changed(domain, SpfVersion.TEXT + " " + term + " ~all");
    }
    Optional<RecordText> read = read(record);
    if (read.isEmpty()) {
      return unreadable();
    }
    Optional<Placed> there = present(domain, read.get(), added.get());
    if (there.isPresent()) {
      return new SpfEdit.Refused(
          "\"" + term + "\" is in the record already, as \"" + there.get().text() + "\".");
    }
    boolean exception = added.get().qualifier() != Qualifier.PASS;
    List<Placed> terms = read.get().terms();
    return changed(
        domain,
        exception && !terms.isEmpty()
            ? read.get().before(terms.get(0), term)
            : read.get().inserted(term));
  }

  /**
   * A record with senders that it did not name before.
   *
   * @param terms those of the senders asked for that were missing
   */
  record Added(String record, List<String> terms) {}

  /** Adds those of several senders that a record does not name yet; empty if it cannot be read. */
  static Optional<Added> with(String domain, String record, List<String> terms) {
    String text = record;
    List<String> missing = new ArrayList<>();
    for (String term : terms) {
      Optional<Directive> added = directive(term);
      Optional<RecordText> there = read(text);
      if (added.isEmpty() || (there.isEmpty() && !text.isBlank())) {
        return Optional.empty();
      }
      if (there.isEmpty() || present(domain, there.get(), added.get()).isEmpty()) {
        if (!(add(domain, text, term) instanceof SpfEdit.Changed changed)) {
          return Optional.empty();
        }
        text = changed.record();
        missing.add(term);
      }
    }
    return Optional.of(new Added(text, missing));
  }

  /** Removes a sender, however it is written. */
  public static SpfEdit remove(String domain, String record, String term) {
    Optional<Directive> gone = directive(term);
    Optional<RecordText> read = read(record);
    if (read.isEmpty()) {
      return unreadable();
    }
    List<Placed> found = new ArrayList<>();
    for (Placed placed : read.get().terms()) {
      Directive directive = placed.directive();
      if (gone.isPresent() && directive != null && same(domain, directive, gone.get())) {
        found.add(placed);
      }
    }
    return found.isEmpty()
        ? new SpfEdit.Refused("\"" + term + "\" is not in the record.")
        : changed(domain, read.get().without(found));
  }

  /**
   * Writes the addresses a term stands for today in its place. They no longer follow when their
   * owner changes them, so this is only for who asks for it.
   */
  public static SpfEdit flatten(Dns dns, String domain, String record, String term) {
    Optional<Directive> wanted = directive(term);
    Optional<RecordText> read = read(record);
    if (read.isEmpty()) {
      return unreadable();
    }
    Dns asked = RememberedDns.limited(dns, MAX_QUESTIONS);
    for (Node node : RecordWalk.of(asked, DomainName.of(domain), read.get()).nodes()) {
      Directive directive = node.placed().directive();
      if (wanted.isEmpty() || directive == null || !same(domain, directive, wanted.get())) {
        continue;
      }
      RangeSet ranges = node.ranges();
      if (node.placed().isAll() || ranges == null || ranges.isEmpty()) {
        return new SpfEdit.Refused(
            "\""
                + term
                + "\" cannot be written as a list of addresses: they depend on the message,"
                + " or DNS does not give them.");
      }
      return changed(domain, read.get().with(node.placed(), terms(directive, ranges.merged())));
    }
    return new SpfEdit.Refused("\"" + term + "\" is not in the record.");
  }

  /**
   * Moves senders into records of their own, {@code _spf1.DOMAIN} and so on, until the record is no
   * longer than asked; each costs one lookup. Exceptions stay before the senders they except.
   *
   * @param maxCharacters of each record; 255 fit into one string of DNS
   */
  public static SpfEdit split(String domain, String record, int maxCharacters) {
    Optional<RecordText> read = read(record);
    if (read.isEmpty()) {
      return unreadable();
    }
    Map<String, String> records = new LinkedHashMap<>();
    records.put(domain, record);
    RecordText rest = read.get();
    for (int part = 1; rest.text().length() > maxCharacters; part++) {
      String name = "_spf" + part + "." + domain;
      List<Placed> moved = part > MAX_PARTS ? List.of() : movable(domain, rest, maxCharacters);
      String include = "include:" + name;
      int gained = moved.stream().mapToInt(placed -> placed.text().length() + 1).sum();
      if (gained <= include.length() + 1) {
        return new SpfEdit.Refused(
            "The record cannot be split into parts of at most " + maxCharacters + " characters.");
      }
      records.put(name, part(domain, moved));
      rest = RecordText.of(replaced(rest, moved, include));
    }
    records.put(domain, rest.text());
    return new SpfEdit.Changed(domain, records);
  }

  /** The longest list of senders without an exception between them, cut to what one part holds. */
  private static List<Placed> movable(String domain, RecordText record, int maxCharacters) {
    List<Placed> best = List.of();
    List<Placed> run = new ArrayList<>();
    int length = (SpfVersion.TEXT + " -all").length();
    int runLength = length;
    for (Placed placed : record.terms()) {
      Directive directive = placed.directive();
      if (directive == null || directive.qualifier() != Qualifier.PASS) {
        run = new ArrayList<>();
        runLength = length;
        continue;
      }
      int added = absolute(domain, directive).length() + 1;
      if (isMovable(domain, placed) && runLength + added <= maxCharacters) {
        run.add(placed);
        runLength += added;
        best = total(run) > total(best) ? List.copyOf(run) : best;
      }
    }
    return best;
  }

  private static int total(List<Placed> terms) {
    return terms.stream().mapToInt(placed -> placed.text().length()).sum();
  }

  /** A macro may mean another name in another record; parts are not moved into parts. */
  private static boolean isMovable(String domain, Placed placed) {
    Mechanism mechanism = placed.mechanism();
    boolean macros = placed.text().indexOf('%') >= 0;
    boolean part =
        placed.text().toLowerCase(Locale.ROOT).matches("include:_spf[0-9]+\\.\\Q" + domain + "\\E");
    return mechanism != null && !macros && !part && !(mechanism instanceof Mechanism.Ptr);
  }

  private static String part(String domain, List<Placed> moved) {
    StringBuilder text = new StringBuilder(SpfVersion.TEXT);
    for (Placed placed : moved) {
      Directive directive = placed.directive();
      text.append(' ').append(directive == null ? placed.text() : absolute(domain, directive));
    }
    return text.append(" -all").toString();
  }

  /** A term as it must read in a record of another name. */
  private static String absolute(String domain, Directive directive) {
    Mechanism mechanism = directive.mechanism();
    boolean relative =
        mechanism.domain() == null
            && (mechanism instanceof Mechanism.A || mechanism instanceof Mechanism.Mx);
    if (!relative) {
      return directive.text();
    }
    String name = mechanism instanceof Mechanism.A ? "a" : "mx";
    return name + ":" + domain + mechanism.toText().substring(name.length());
  }

  private static String replaced(RecordText record, List<Placed> moved, String include) {
    Placed first = moved.get(0);
    RecordText with = RecordText.of(record.with(first, include));
    List<Placed> gone =
        with.terms().stream()
            .filter(
                placed ->
                    moved.stream()
                        .skip(1)
                        .anyMatch(
                            m -> isShifted(m, placed, include.length() - first.text().length())))
            .toList();
    return with.without(gone);
  }

  private static boolean isShifted(Placed before, Placed after, int by) {
    return before.start() + by == after.start() && before.text().equals(after.text());
  }

  private static SpfEdit changed(String domain, String record) {
    return new SpfEdit.Changed(domain, Map.of(domain, record));
  }

  private static SpfEdit unreadable() {
    return new SpfEdit.Refused(
        "The record cannot be read by receivers as it is; mend it before changing it.");
  }

  private static Optional<RecordText> read(String record) {
    return SpfRecord.isSpf(record)
        ? Optional.of(RecordText.of(record)).filter(RecordText::isReadable)
        : Optional.empty();
  }

  private static Optional<Directive> directive(String term) {
    try {
      List<SpfRecord.Term> terms = SpfRecord.parse(SpfVersion.TEXT + " " + term).terms();
      return terms.size() == 1 && terms.get(0) instanceof Directive directive
          ? Optional.of(directive)
          : Optional.empty();
    } catch (RecordSyntaxException e) {
      return Optional.empty();
    }
  }

  /** A term that says what the other one would say. */
  private static Optional<Placed> present(String domain, RecordText record, Directive added) {
    IpRange range = range(added.mechanism());
    for (Placed placed : record.terms()) {
      Directive directive = placed.directive();
      if (directive == null) {
        continue;
      }
      IpRange wide = range(directive.mechanism());
      boolean covered =
          range != null
              && wide != null
              && directive.qualifier() == added.qualifier()
              && new RangeSet(List.of(wide)).covers(range);
      if (covered || same(domain, directive, added)) {
        return Optional.of(placed);
      }
    }
    return Optional.empty();
  }

  private static boolean same(String domain, Directive one, Directive other) {
    return Canonical.of(one.mechanism(), domain).equals(Canonical.of(other.mechanism(), domain));
  }

  private static @Nullable IpRange range(Mechanism mechanism) {
    if (mechanism instanceof Mechanism.Ip4 ip4) {
      return ip4.range();
    }
    return mechanism instanceof Mechanism.Ip6 ip6 ? ip6.range() : null;
  }

  private static String terms(Directive directive, RangeSet ranges) {
    String sign =
        directive.qualifier() == Qualifier.PASS ? "" : String.valueOf(directive.qualifier().sign());
    List<String> terms = new ArrayList<>();
    for (IpRange range : ranges.ranges()) {
      boolean ip4 = range.network().getAddress().length == 4;
      terms.add(sign + (ip4 ? "ip4:" : "ip6:") + range);
    }
    return String.join(" ", terms);
  }
}
