package dev.plumbline.report.aggregate;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One {@code <record>} of an aggregate report: messages that one address sent and that were judged
 * alike. Domain texts are trimmed, lower case, without final dot; they are what the reporter wrote
 * and may not be valid names.
 *
 * @param sourceIp the client address; null if the report gives none that can be read (the repair
 *     keeps the text)
 * @param messages how many messages, 0 or more
 * @param disposition what the receiver did, lower case; {@code none}, {@code pass}, {@code
 *     quarantine}, {@code reject}, or what was written instead; null if absent
 * @param dkimPass whether {@code policy_evaluated/dkim} is pass: DKIM passed and aligned
 * @param spfPass whether {@code policy_evaluated/spf} is pass: SPF passed and aligned
 * @param overrides why the receiver did not do what the policy asked
 * @param headerFrom the author domain; empty if absent
 * @param envelopeFrom the domain of MAIL FROM; null if absent, empty for the null reverse path
 * @param envelopeTo the recipients' domain, null if absent
 * @param dkim each DKIM signature's result, aligned or not
 * @param spf each SPF check's result, aligned or not
 */
public record ReportRow(
    @Nullable InetAddress sourceIp,
    long messages,
    @Nullable String disposition,
    boolean dkimPass,
    boolean spfPass,
    List<PolicyOverride> overrides,
    String headerFrom,
    @Nullable String envelopeFrom,
    @Nullable String envelopeTo,
    List<DkimResult> dkim,
    List<SpfResult> spf) {

  public ReportRow {
    overrides = List.copyOf(overrides);
    dkim = List.copyOf(dkim);
    spf = List.copyOf(spf);
  }

  /** Whether the messages pass DMARC: one aligned pass is enough (RFC 9989 section 5.3.5). */
  public boolean passes() {
    return dkimPass || spfPass;
  }

  /**
   * A {@code policy_evaluated/reason}.
   *
   * @param type lower case, as {@code forwarded} or {@code local_policy}; {@code other} if empty
   * @param comment the receiver's words, null if absent
   */
  public record PolicyOverride(String type, @Nullable String comment) {

    /** Receivers tell of a passing ARC chain in the comment only. */
    private static final Pattern ARC_PASSES = Pattern.compile("(?is)\\barc\\b.*pass");

    /** What kind of reason it is. */
    public Kind kind() {
      return comment != null && ARC_PASSES.matcher(comment).find() ? Kind.ARC : Kind.ofWire(type);
    }

    /** Kinds of reasons (RFC 9990 section 3.1.1.8, and those of RFC 7489). */
    public enum Kind {
      FORWARDED(true),
      TRUSTED_FORWARDER(true),
      MAILING_LIST(true),
      /** A passing ARC chain (RFC 8617), whatever type the receiver gives it. */
      ARC(true),
      LOCAL_POLICY(false),
      SAMPLED_OUT(false),
      POLICY_TEST_MODE(false),
      /** Any other one. */
      OTHER(false);

      private final boolean passedOn;

      Kind(boolean passedOn) {
        this.passedOn = passedOn;
      }

      /** The word in reports and totals. */
      public String wire() {
        return name().toLowerCase(Locale.ROOT);
      }

      /** Whether it says that the mail was passed on. */
      public boolean isPassedOn() {
        return passedOn;
      }

      /** The kind of a word; {@link #OTHER} if there is none. */
      public static Kind ofWire(String wire) {
        for (Kind kind : values()) {
          if (kind.wire().equals(wire)) {
            return kind;
          }
        }
        return OTHER;
      }
    }
  }

  /**
   * An {@code auth_results/dkim}.
   *
   * @param domain the signing domain ({@code d=}); empty if absent
   * @param selector {@code s=}, null if absent
   * @param result lower case RFC 8601 result; aliases already replaced
   * @param humanResult the receiver's words, null if absent
   */
  public record DkimResult(
      String domain, @Nullable String selector, String result, @Nullable String humanResult) {}

  /**
   * An {@code auth_results/spf}.
   *
   * @param domain the domain checked; empty if absent
   * @param scope {@code mfrom} or {@code helo}, null if absent
   * @param result lower case RFC 7208 result; aliases already replaced
   * @param humanResult the receiver's words, null if absent
   */
  public record SpfResult(
      String domain, @Nullable String scope, String result, @Nullable String humanResult) {}
}
