package dev.plumbline.sender;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.plumbline.standing.Service.Role;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A service that sends mail for others, as the sender catalogue describes it.
 *
 * @param key the main domain of the service; unique, and part of the sender's key
 * @param name for people
 * @param recognise what its mail is known by
 * @param authorize how a domain authorizes it; null for forwarders and mailing lists, which need no
 *     authorization
 * @param certain false if the note says which fact may be wrong or out of date
 * @param note null if there is nothing to say
 */
public record MailService(
    String key,
    String name,
    Kind kind,
    Marks recognise,
    @Nullable Authorization authorize,
    boolean certain,
    @Nullable String note) {

  /** What a service is for. */
  public enum Kind {
    @JsonProperty("mail_host")
    MAIL_HOST("mail host", Role.EITHER),
    @JsonProperty("marketing")
    MARKETING("marketing service", Role.HIRED),
    @JsonProperty("transactional")
    TRANSACTIONAL("delivery service", Role.HIRED),
    @JsonProperty("crm")
    CRM("customer relations service", Role.HIRED),
    @JsonProperty("help_desk")
    HELP_DESK("help desk", Role.HIRED),
    @JsonProperty("hr_finance")
    HR_FINANCE("HR or finance service", Role.HIRED),
    @JsonProperty("security_gateway")
    SECURITY_GATEWAY("security gateway", Role.EITHER),
    @JsonProperty("mailing_list")
    MAILING_LIST("mailing-list host", Role.PASSES_ON),
    @JsonProperty("forwarder")
    FORWARDER("forwarder", Role.PASSES_ON),
    @JsonProperty("other")
    OTHER("service", Role.EITHER);

    private final String label;
    private final Role role;

    Kind(String label, Role role) {
      this.label = label;
      this.role = role;
    }

    /** The name in files and exports. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** For people, within a sentence. */
    public String label() {
      return label;
    }

    /** What it does with mail; one that passes mail on must never be listed in SPF records. */
    public Role role() {
      return role;
    }
  }

  /**
   * Names that a service is known by. A domain stands for itself and everything below it.
   *
   * @param signs domains of the signatures it makes in its own name
   * @param envelope its own envelope domains
   * @param include names under which others include its SPF record
   * @param reverse domains of its reverse names
   * @param selectors DKIM selectors that few others use; {@code #} stands for digits
   * @param targets domains that a customer's key names lead to as CNAME
   * @param networks addresses in CIDR notation; for entries of the operator
   */
  public record Marks(
      List<String> signs,
      List<String> envelope,
      List<String> include,
      List<String> reverse,
      List<String> selectors,
      List<String> targets,
      List<String> networks) {

    public Marks {
      signs = copy(signs);
      envelope = copy(envelope);
      include = copy(include);
      reverse = copy(reverse);
      selectors = copy(selectors);
      targets = copy(targets);
      networks = copy(networks);
    }

    private static List<String> copy(@Nullable List<String> list) {
      return list == null ? List.of() : List.copyOf(list);
    }

    boolean isEmpty() {
      return signs.isEmpty()
          && envelope.isEmpty()
          && include.isEmpty()
          && reverse.isEmpty()
          && selectors.isEmpty()
          && targets.isEmpty()
          && networks.isEmpty();
    }
  }

  /**
   * How a domain authorizes a service.
   *
   * @param dkim records that make it sign as the domain; empty if it cannot
   * @param spf whether an SPF include helps
   * @param returnPath whether its envelope can be made a subdomain of the domain
   * @param where the place in the service's settings
   * @param link the service's own page about it
   */
  public record Authorization(
      List<Entry> dkim,
      SpfAdvice spf,
      @JsonProperty("return_path") ReturnPath returnPath,
      String where,
      String link) {

    public Authorization {
      dkim = List.copyOf(dkim);
    }
  }

  /** The type of a record. */
  public enum RecordType {
    CNAME,
    TXT,
    MX
  }

  /**
   * A record to publish. Name and value are patterns: {@code {domain}} is the author domain, {@code
   * {domain-dashed}} the same with hyphens for dots, {@code {selector}} and {@code {account}} are
   * shown by the provider, as is the whole text if it is {@code shown}.
   */
  public record Entry(RecordType type, String name, String value) {

    /** Stands for a text that differs from customer to customer. */
    public static final String SHOWN = "shown";

    /** Whether name and value follow from the author domain alone. */
    public boolean isComplete() {
      return isComplete(name) && isComplete(value);
    }

    private static boolean isComplete(String pattern) {
      return !pattern.equals(SHOWN)
          && !pattern.contains("{selector}")
          && !pattern.contains("{account}");
    }

    /** The same record with {@code {domain}} and {@code {domain-dashed}} filled in. */
    public Entry forDomain(String domain) {
      return new Entry(type, fill(name, domain), fill(value, domain));
    }

    private static String fill(String pattern, String domain) {
      return pattern
          .replace("{domain}", domain)
          .replace("{domain-dashed}", domain.replace('.', '-'));
    }
  }

  /**
   * Whether an SPF include helps.
   *
   * @param use whether the envelope is in the customer's domain, so that an include can give an
   *     aligned pass
   * @param include the name to include, a pattern as in {@link Entry}; null if {@code use} is false
   * @param why one sentence
   */
  public record SpfAdvice(boolean use, @Nullable String include, String why) {}

  /**
   * Whether the envelope can be a subdomain of the customer's.
   *
   * @param type null if there is no record, or if it is shown by the provider
   * @param name a pattern as in {@link Entry}
   * @param value a pattern as in {@link Entry}
   */
  public record ReturnPath(
      boolean offered, @Nullable RecordType type, @Nullable String name, @Nullable String value) {}
}
