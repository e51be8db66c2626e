package dev.plumbline.report.aggregate;

import dev.plumbline.dns.DomainName;
import dev.plumbline.report.RepairCode;
import dev.plumbline.report.RepairLedger;
import dev.plumbline.report.Values;
import dev.plumbline.report.aggregate.Fragments.AuthResult;
import dev.plumbline.report.aggregate.Fragments.AuthResults;
import dev.plumbline.report.aggregate.Fragments.DateRange;
import dev.plumbline.report.aggregate.Fragments.Evaluated;
import dev.plumbline.report.aggregate.Fragments.Fragment;
import dev.plumbline.report.aggregate.Fragments.Identifiers;
import dev.plumbline.report.aggregate.Fragments.Metadata;
import dev.plumbline.report.aggregate.Fragments.Policy;
import dev.plumbline.report.aggregate.Fragments.Reason;
import dev.plumbline.report.aggregate.Fragments.RecordFragment;
import dev.plumbline.report.aggregate.Fragments.Row;
import dev.plumbline.report.aggregate.ReportRow.DkimResult;
import dev.plumbline.report.aggregate.ReportRow.PolicyOverride;
import dev.plumbline.report.aggregate.ReportRow.SpfResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Maps the fragments JAXB read to the records the product works with. */
final class FragmentMapping {

  /** RFC 9990 section 3.1.3 asks for at most 100 signatures a row; the rest is left out. */
  static final int MAX_RESULTS_PER_ROW = 100;

  private static final Map<String, String> NO_ALIASES = Map.of();
  private static final Set<String> POLICIES = Set.of("none", "quarantine", "reject");
  private static final Set<String> ALIGNMENTS = Set.of("r", "s");
  private static final Map<String, String> ALIGNMENT_ALIASES =
      Map.of("relaxed", "r", "strict", "s");

  // RFC 9990 section 3.1.1.5
  private static final Set<String> DISCOVERY_METHODS = Set.of("psl", "treewalk");

  // RFC 9990 section 3.1.1.9 and its schema: "pass" is new; RFC 7489 has the other three.
  private static final Set<String> DISPOSITIONS = Set.of("none", "pass", "quarantine", "reject");
  private static final Set<String> EVALUATIONS = Set.of("pass", "fail");

  /**
   * RFC 7489 appendix C and RFC 9990 section 3.1.6 together: the latter dropped forwarded and
   * sampled_out, and added policy_test_mode.
   */
  private static final Set<String> REASONS =
      Set.of(
          "forwarded",
          "local_policy",
          "mailing_list",
          "other",
          "policy_test_mode",
          "sampled_out",
          "trusted_forwarder");

  private static final Map<String, String> REASON_ALIASES =
      Map.of(
          "mailing-list", "mailing_list",
          "local-policy", "local_policy",
          "trusted-forwarder", "trusted_forwarder",
          "sampled-out", "sampled_out",
          "policy-test-mode", "policy_test_mode",
          "mailing list", "mailing_list",
          "local policy", "local_policy",
          "trusted forwarder", "trusted_forwarder");

  /** A type, and what may stand behind it, as {@code local_policy arc=pass}. */
  private static final Pattern WORD_AND_MORE =
      Pattern.compile("([\\w-]+)[^\\w-]\\W*(.*)", Pattern.DOTALL);

  // RFC 9990 section 3.1.1.12: the results of RFC 8601 section 2.7.1.
  private static final Set<String> DKIM_RESULTS =
      Set.of("none", "pass", "fail", "policy", "neutral", "temperror", "permerror");

  // RFC 9990 section 3.1.1.13: the results of RFC 8601 section 2.7.2. Its one scope is mfrom; RFC
  // 7489 has helo, too.
  private static final Set<String> SPF_RESULTS =
      Set.of("none", "pass", "fail", "policy", "neutral", "softfail", "temperror", "permerror");
  private static final Set<String> SCOPES = Set.of("mfrom", "helo");

  /** RFC 7489 appendix C notes that temperror is often written unknown, and permerror error. */
  private static final Map<String, String> RESULT_ALIASES =
      Map.ofEntries(
          Map.entry("hardfail", "fail"),
          Map.entry("hard_fail", "fail"),
          Map.entry("unknown", "temperror"),
          Map.entry("error", "permerror"),
          Map.entry("temp_error", "temperror"),
          Map.entry("perm_error", "permerror"),
          Map.entry("soft_fail", "softfail"));

  private static final int MOST_HOSTS = 1_000;

  private final Values values;
  private final RepairLedger repairs;

  /** Names of hosts that were met: the rows of a report name the same few again and again. */
  private final Set<String> hosts = new HashSet<>();

  FragmentMapping(RepairLedger repairs) {
    this.repairs = repairs;
    this.values = new Values(repairs);
  }

  ReportHeader header(ReportFormat format, @Nullable Metadata metadata, @Nullable Policy policy) {
    if (metadata == null) {
      repairs.add(RepairCode.MISSING_ELEMENT, "no report_metadata: reporter and dates unknown");
    }
    if (policy == null) {
      repairs.add(RepairCode.MISSING_ELEMENT, "no policy_published: policy domain unknown");
    }
    Metadata known = metadata == null ? new Metadata() : metadata;
    note(known);
    DateRange range = known.dateRange == null ? new DateRange() : known.dateRange;
    note(range);
    Instant begin = date(metadata, range.begin, "date_range/begin");
    Instant end = date(metadata, range.end, "date_range/end");
    if (begin != null && end != null && end.isBefore(begin)) {
      repairs.add(RepairCode.END_BEFORE_BEGIN, "date_range ends at " + end + ", before " + begin);
    }
    // RFC 9990 section 3.1.1.3: at most one error; RFC 7489 has any number.
    List<String> errors = new ArrayList<>();
    for (String error : known.errors) {
      String text = values.text(error, "error");
      if (text != null && errors.size() < MAX_RESULTS_PER_ROW) {
        errors.add(text);
      }
    }
    return new ReportHeader(
        format,
        required(metadata, known.orgName, "org_name"),
        required(metadata, known.email, "email"),
        values.text(known.extraContactInfo, "extra_contact_info"),
        required(metadata, known.reportId, "report_id"),
        begin,
        end,
        errors,
        values.text(known.generator, "generator"),
        policy(policy == null ? new Policy() : policy, policy != null));
  }

  private String required(@Nullable Metadata metadata, @Nullable String raw, String element) {
    String text = values.text(raw, element);
    if (text == null && metadata != null) {
      repairs.add(RepairCode.MISSING_ELEMENT, "report_metadata without " + element);
    }
    return orEmpty(text);
  }

  private @Nullable Instant date(
      @Nullable Metadata metadata, @Nullable String raw, String element) {
    if (metadata != null && (raw == null || raw.isBlank())) {
      repairs.add(RepairCode.MISSING_ELEMENT, "report_metadata without " + element);
    }
    return values.instant(raw, element);
  }

  private PolicyPublished policy(Policy policy, boolean given) {
    note(policy);
    String domain = orEmpty(domain(policy.domain, "policy_published/domain"));
    if (given && domain.isEmpty()) {
      repairs.add(RepairCode.MISSING_ELEMENT, "policy_published without domain");
    }
    // Required by the schemas of RFC 7489 and RFC 9990.
    if (given && policy.p == null) {
      repairs.add(RepairCode.MISSING_ELEMENT, "policy_published without p");
    }
    return new PolicyPublished(
        domain,
        optionalWord(policy.p, "policy_published/p", POLICIES, NO_ALIASES),
        optionalWord(policy.sp, "policy_published/sp", POLICIES, NO_ALIASES),
        optionalWord(policy.np, "policy_published/np", POLICIES, NO_ALIASES),
        optionalWord(policy.adkim, "policy_published/adkim", ALIGNMENTS, ALIGNMENT_ALIASES),
        optionalWord(policy.aspf, "policy_published/aspf", ALIGNMENTS, ALIGNMENT_ALIASES),
        values.percent(policy.pct),
        values.text(policy.fo, "policy_published/fo"),
        values.yesNo(policy.testing, "policy_published/testing"),
        optionalWord(
            policy.discoveryMethod,
            "policy_published/discovery_method",
            DISCOVERY_METHODS,
            NO_ALIASES));
  }

  ReportRow row(RecordFragment fragment) {
    note(fragment);
    Row row = present(fragment.row, "record without row", new Row());
    Evaluated evaluated =
        present(row.evaluated, "row without policy_evaluated: counted as failed", new Evaluated());
    Identifiers identifiers =
        present(fragment.identifiers, "record without identifiers", new Identifiers());
    AuthResults results =
        present(fragment.authResults, "record without auth_results", new AuthResults());
    String headerFrom = orEmpty(domain(identifiers.headerFrom, "header_from"));
    if (headerFrom.isEmpty() && fragment.identifiers != null) {
      repairs.add(RepairCode.MISSING_ELEMENT, "identifiers without header_from");
    }
    if (row.evaluated != null && evaluated.disposition == null) {
      repairs.add(RepairCode.MISSING_ELEMENT, "policy_evaluated without disposition");
    }
    ReportRow mapped =
        new ReportRow(
            values.sourceIp(row.sourceIp),
            values.messages(row.count),
            optionalWord(
                evaluated.disposition, "policy_evaluated/disposition", DISPOSITIONS, NO_ALIASES),
            pass(evaluated.dkim, "policy_evaluated/dkim", row.evaluated != null),
            pass(evaluated.spf, "policy_evaluated/spf", row.evaluated != null),
            overrides(evaluated.reasons),
            headerFrom,
            // RFC 9990 section 3.1.1.10: empty for a null reverse path, which is not absent.
            domain(identifiers.envelopeFrom, "envelope_from"),
            emptyToNull(domain(identifiers.envelopeTo, "envelope_to")),
            dkim(results.dkim),
            spf(results.spf));
    Contradictions.note(mapped, repairs);
    return mapped;
  }

  /** A domain; what is no name of a host is told, and kept. */
  private @Nullable String domain(@Nullable String raw, String element) {
    String domain = values.domain(raw, element);
    if (domain == null || domain.isEmpty() || hosts.contains(domain)) {
      return domain;
    }
    if (DomainName.parse(domain).filter(DomainName::isHostName).isPresent()) {
      if (hosts.size() < MOST_HOSTS) {
        hosts.add(domain);
      }
    } else if (domain.length() < Values.MAX_DOMAIN_CHARS // else it is told as too long
        && domain.chars().allMatch(c -> c < 0x80)) { // else it is told as that
      repairs.add(
          RepairCode.UNKNOWN_VALUE,
          element + " " + RepairLedger.quote(domain) + " kept as written");
    }
    return domain;
  }

  private List<PolicyOverride> overrides(List<Reason> reasons) {
    if (reasons.isEmpty()) {
      return List.of();
    }
    List<PolicyOverride> overrides = new ArrayList<>();
    for (Reason reason : within(reasons, "reason")) {
      note(reason);
      String comment = values.text(reason.comment, "reason/comment");
      String given = textFor(reason.type, reason.texts, "reason", "type");
      overrides.add(override(given == null ? "" : given, comment));
    }
    return overrides;
  }

  private PolicyOverride override(String given, @Nullable String comment) {
    String bare = given.strip();
    Matcher words = WORD_AND_MORE.matcher(bare);
    if (words.matches()
        && !words.group(2).isEmpty()
        && !REASON_ALIASES.containsKey(bare.toLowerCase(Locale.ROOT))) {
      return behindType(bare, words.group(1).toLowerCase(Locale.ROOT), words, comment);
    }
    String type = values.word(given, "reason/type", REASONS, REASON_ALIASES);
    if (type == null || type.isEmpty()) {
      repairs.add(RepairCode.EMPTY_REASON, "reason without type read as other");
      type = "other";
    }
    return new PolicyOverride(type, comment);
  }

  /** Some write the comment behind the type, or instead of it. */
  private PolicyOverride behindType(
      String given, String word, Matcher words, @Nullable String comment) {
    boolean known = REASONS.contains(word);
    String said = known ? words.group(2) : given;
    repairs.add(
        RepairCode.TEXT_AS_ELEMENT,
        "reason/type %s read as %s with the comment %s"
            .formatted(
                RepairLedger.quote(given), known ? word : "other", RepairLedger.quote(said)));
    return new PolicyOverride(
        known ? word : "other",
        values.text(comment == null ? said : said + "; " + comment, "reason/comment"));
  }

  /** The value of an element; where it is missing, the text that stands beside the elements. */
  private @Nullable String textFor(
      @Nullable String value, List<String> texts, String parent, String element) {
    if (texts.isEmpty()) {
      return value;
    }
    String text = String.join(" ", texts).strip();
    if (text.isEmpty()) {
      return value;
    }
    boolean missing = value == null || value.isBlank();
    repairs.add(
        missing ? RepairCode.TEXT_AS_ELEMENT : RepairCode.STRAY_TEXT,
        parent
            + " with text "
            + RepairLedger.quote(text)
            + (missing ? " read as its " + element : " beside its " + element + ": left out"));
    return missing ? text : value;
  }

  private List<DkimResult> dkim(List<AuthResult> results) {
    if (results.isEmpty()) {
      return List.of();
    }
    List<DkimResult> list = new ArrayList<>(results.size());
    for (AuthResult result : within(results, "auth_results/dkim")) {
      note(result);
      list.add(
          new DkimResult(
              orEmpty(domain(result.domain, "auth_results/dkim/domain")),
              selector(result.selector),
              result(
                  textFor(result.result, result.texts, "auth_results/dkim", "result"),
                  "auth_results/dkim/result",
                  DKIM_RESULTS),
              values.text(result.humanResult, "auth_results/dkim/human_result")));
    }
    return list;
  }

  private List<SpfResult> spf(List<AuthResult> results) {
    if (results.isEmpty()) {
      return List.of();
    }
    List<SpfResult> list = new ArrayList<>(results.size());
    for (AuthResult result : within(results, "auth_results/spf")) {
      note(result);
      list.add(
          new SpfResult(
              orEmpty(domain(result.domain, "auth_results/spf/domain")),
              optionalWord(result.scope, "auth_results/spf/scope", SCOPES, NO_ALIASES),
              result(
                  textFor(result.result, result.texts, "auth_results/spf", "result"),
                  "auth_results/spf/result",
                  SPF_RESULTS),
              values.text(result.humanResult, "auth_results/spf/human_result")));
    }
    return list;
  }

  private @Nullable String selector(@Nullable String raw) {
    String selector = values.selector(raw, "auth_results/dkim/selector");
    return selector == null ? null : RepairLedger.cut(selector, Values.MAX_DOMAIN_CHARS);
  }

  private String result(@Nullable String raw, String element, Set<String> known) {
    String word = values.word(raw, element, known, RESULT_ALIASES);
    if (word == null || word.isEmpty()) {
      repairs.add(RepairCode.EMPTY_VALUE, element + " is absent or empty");
    }
    return orEmpty(word);
  }

  /** What does not say pass counts as fail, and the repairs say so. */
  private boolean pass(@Nullable String raw, String element, boolean given) {
    if (raw == null && given) {
      repairs.add(RepairCode.MISSING_ELEMENT, element + " is missing: counted as fail");
    }
    String word = values.word(raw, element, EVALUATIONS, NO_ALIASES, " counted as fail");
    if (word != null && word.isEmpty()) {
      repairs.add(RepairCode.EMPTY_VALUE, element + " is empty: counted as fail");
    }
    return "pass".equals(word);
  }

  private @Nullable String optionalWord(
      @Nullable String raw, String element, Set<String> known, Map<String, String> aliases) {
    String word = values.word(raw, element, known, aliases);
    if (word != null && word.isEmpty()) {
      repairs.add(RepairCode.EMPTY_VALUE, element + " is empty: read as absent");
    }
    return emptyToNull(word);
  }

  private <T> List<T> within(List<T> list, String element) {
    if (list.size() <= MAX_RESULTS_PER_ROW) {
      return list;
    }
    repairs.add(
        RepairCode.TOO_MANY_RESULTS,
        element + " given " + list.size() + " times in a record; " + MAX_RESULTS_PER_ROW + " kept");
    return list.subList(0, MAX_RESULTS_PER_ROW);
  }

  private <T extends Fragment> T present(@Nullable T fragment, String absence, T empty) {
    if (fragment == null) {
      repairs.add(RepairCode.MISSING_ELEMENT, absence);
      return empty;
    }
    note(fragment);
    return fragment;
  }

  private void note(Fragment fragment) {
    if (fragment.repeated != null) {
      repairs.add(
          RepairCode.REPEATED_ELEMENT,
          fragment.repeated + " given more than once: the first with a value counts");
    }
  }

  private static String orEmpty(@Nullable String text) {
    return Objects.requireNonNullElse(text, "");
  }

  private static @Nullable String emptyToNull(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }
}
