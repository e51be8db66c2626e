package dev.plumbline.store.traffic;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.standing.Standing;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of a report are wanted, and which come first.
 *
 * @param show what became of them
 * @param ip only this source's, null for all
 * @param behind whose messages
 * @param signature only those with such a signature, null for all
 * @param author only those with this name in From:, null for all
 * @param failingFirst those that fail come first, of them and of the others those with most
 *     messages; else in the order of the report
 */
public record RowFilter(
    Shown show,
    @Nullable InetAddress ip,
    Behind behind,
    @Nullable Signature signature,
    @Nullable String author,
    boolean failingFirst) {

  /** By which domain and selector a message was signed, whether that verified or not. */
  public record Signature(String signer, String selector) {}

  /**
   * Messages of a source, as some reporters tell of it.
   *
   * @param show what became of them
   * @param reporters their numbers; empty for all
   */
  public record OfSource(InetAddress ip, Shown show, List<Long> reporters) {

    public OfSource {
      reporters = List.copyOf(reporters);
    }
  }

  /**
   * Whose messages, as their sources are judged now.
   *
   * @param sender the key of their sender, null for any
   * @param standings of their sources, as they are kept; empty for all
   */
  public record Behind(@Nullable String sender, List<String> standings) {

    /** Whoever's. */
    public static final Behind ANYBODY = new Behind(null, List.of());

    /** Those without a readable address, and those that came in since the last judgement. */
    public static final Behind UNJUDGED = new Behind(null, List.of(SenderDays.UNJUDGED));

    public Behind {
      standings = List.copyOf(standings);
    }

    /** Those of sources that stand in one of some ways, whoever sends. */
    public static Behind standing(Collection<Standing> some) {
      return new Behind(null, some.stream().map(Standing::name).toList());
    }

    /**
     * Whether it is theirs, of whichever sender.
     *
     * @param standing null for sources that nobody judged
     */
    public boolean holds(@Nullable Standing standing) {
      return standings.isEmpty()
          || standings.contains(standing == null ? SenderDays.UNJUDGED : standing.name());
    }

    String[] kept() {
      return standings.toArray(String[]::new);
    }
  }

  /** Every row, in the order of the report. */
  public static final RowFilter ALL = new RowFilter(Shown.ALL, null);

  /** As above, in the order of the report. */
  public RowFilter(Shown show, @Nullable InetAddress ip) {
    this(show, ip, Behind.ANYBODY, null, null, false);
  }

  /** The source as the database reads it. */
  @Nullable String source() {
    return ip == null ? null : IpAddresses.toText(ip);
  }
}
