package dev.plumbline.review;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.standing.Days;
import dev.plumbline.standing.Reason;
import dev.plumbline.standing.SenderJudge;
import dev.plumbline.standing.Standing;
import dev.plumbline.store.judgement.Figures;
import dev.plumbline.store.judgement.SenderName;
import dev.plumbline.store.judgement.SenderRows.Member;
import dev.plumbline.store.judgement.SenderStanding;
import java.net.InetAddress;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Adds up the sources of one sender as they come by, those with most messages first. Of a sender
 * that was seen in the window only the sources count that were seen in it, of another those of its
 * last days.
 */
final class SenderGroup {

  /** More sentences about a sender's name than these tell nothing new. */
  private static final int MOST_EVIDENCE = 6;

  /** Of more different ones than these the first are as good as any. */
  private static final int MOST_SENTENCES = 1_000;

  private final String key;
  private final LocalDate lastSeen;
  private final LocalDate from;
  private @Nullable SenderName name;
  private Figures figures = Figures.NONE;
  private long mended;
  private long strangers;
  private long differing;
  private @Nullable InetAddress leadingDiffering;
  private int sources;
  private int sourcesEver;
  private LocalDate firstSeen = LocalDate.MAX;
  private final Map<Standing, Part> parts = new EnumMap<>(Standing.class);
  private final Map<String, Integer> evidence = new LinkedHashMap<>();

  private static final class Part {
    private final InetAddress leading;
    private int sources;
    private long messages;

    Part(InetAddress leading) {
      this.leading = leading;
    }
  }

  SenderGroup(Member first, Days window) {
    this.key = first.sender().key();
    this.lastSeen = first.senderLastSeen();
    this.from = lastSeen.isBefore(window.from()) ? Window.endingAt(lastSeen).from() : window.from();
  }

  String key() {
    return key;
  }

  LocalDate lastSeen() {
    return lastSeen;
  }

  void add(Member member) {
    sourcesEver++;
    firstSeen = member.firstSeen().isBefore(firstSeen) ? member.firstSeen() : firstSeen;
    if (member.lastSeen().isBefore(from)) {
      return;
    }
    name = name == null ? member.sender() : name;
    figures = figures.plus(member.figures());
    mended +=
        member.fixed() ? member.figures().messages() - member.figures().passed() : member.others();
    strangers += member.strangers();
    if (member.differs()) {
      differing += member.figures().messages();
      leadingDiffering = leadingDiffering == null ? member.ip() : leadingDiffering;
    }
    sources++;
    Part part = parts.computeIfAbsent(member.standing(), unused -> new Part(member.ip()));
    part.sources++;
    part.messages += member.figures().messages();
    for (String sentence : member.sender().evidence()) {
      if (evidence.size() < MOST_SENTENCES || evidence.containsKey(sentence)) {
        evidence.merge(sentence, 1, Integer::sum);
      }
    }
  }

  Standing standing() {
    Map<Standing, Long> messages = new EnumMap<>(Standing.class);
    parts.forEach((standing, part) -> messages.put(standing, part.messages));
    return SenderJudge.worst(messages, figures.messages());
  }

  /** The source whose reasons lead. */
  InetAddress leading() {
    return part().leading;
  }

  /**
   * The source whose reports differ most from our reading; null if they do at none that matters.
   */
  @Nullable InetAddress leadingDiffering() {
    return differing >= SenderJudge.WEIGHT * figures.messages() ? leadingDiffering : null;
  }

  private Part part() {
    Part part = parts.get(standing());
    return part == null ? parts.values().iterator().next() : part;
  }

  /**
   * The sender.
   *
   * @param reasonsOfLeading of the leading source
   * @param reasonsOfDiffering of the one whose reports differ from our reading
   */
  SenderStanding sender(
      List<Reason> reasonsOfLeading,
      List<Reason> reasonsOfDiffering,
      Instant since,
      @Nullable LocalDate silentSince,
      @Nullable Integer everyDays) {
    SenderName named = Objects.requireNonNull(name);
    return new SenderStanding(
        new SenderName(named.key(), named.name(), named.kind(), named.service(), evidence()),
        standing(),
        reasons(reasonsOfLeading, reasonsOfDiffering),
        figures,
        mended,
        strangers,
        sources,
        sourcesEver,
        leading(),
        firstSeen,
        lastSeen,
        since,
        silentSince,
        everyDays);
  }

  private List<String> evidence() {
    return evidence.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .limit(MOST_EVIDENCE)
        .map(Map.Entry::getKey)
        .toList();
  }

  private List<Reason> reasons(List<Reason> ofLeading, List<Reason> ofDiffering) {
    List<Reason> reasons = new ArrayList<>();
    ofLeading.stream().filter(one -> !(one instanceof Reason.Reported)).forEach(reasons::add);
    if (sources > 1) {
      Part part = part();
      reasons.add(
          new Reason.Spread(
              part.sources, sources, part.messages, IpAddresses.toText(part.leading)));
    }
    if (reasons.stream().noneMatch(Reason.ReportsDiffer.class::isInstance)) {
      ofDiffering.stream().filter(Reason.ReportsDiffer.class::isInstance).forEach(reasons::add);
    }
    reasons.add(
        new Reason.Reported(figures.messages(), figures.passed(), figures.dkim(), figures.spf()));
    return reasons;
  }
}
