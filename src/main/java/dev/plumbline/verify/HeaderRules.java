package dev.plumbline.verify;

import dev.plumbline.dmarc.PublicSuffixes;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.lint.Severity;
import dev.plumbline.report.mail.MailDate;
import dev.plumbline.verify.Verification.Signed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the header says to people and to mail programs. */
final class HeaderRules {

  private static final Duration AHEAD = Duration.ofHours(1);
  private static final Duration BEHIND = Duration.ofDays(3);

  private static final Pattern MESSAGE_ID = Pattern.compile("<[^<>@\\s]{1,500}@[^<>@\\s]{1,500}>");
  private static final Pattern HTTPS =
      Pattern.compile("<\\s*https://[^<>\\s/:?#]{1,255}[^<>]{0,2000}>", Pattern.CASE_INSENSITIVE);
  private static final Pattern ONE_CLICK =
      Pattern.compile("\\s*List-Unsubscribe\\s*=\\s*One-Click\\s*", Pattern.CASE_INSENSITIVE);

  /** RFC 5322 section 3.6: at most one of each. */
  private static final List<String> ONCE =
      List.of(
          "date",
          "sender",
          "reply-to",
          "to",
          "cc",
          "message-id",
          "in-reply-to",
          "references",
          "subject",
          "mime-version",
          "content-type",
          "content-transfer-encoding",
          "list-unsubscribe",
          "list-unsubscribe-post");

  private final Verification found;
  private final Header header;
  private final Findings findings;

  HeaderRules(Verification found, Header header, Findings findings) {
    this.found = found;
    this.header = header;
    this.findings = findings;
  }

  void check() {
    if (!header.isWhole()) {
      findings.error(
          MailRule.SIZE,
          "The header is too large to be read: it has more than 1 MiB, or more than 2,000 fields.",
          "Send with a header as short as those of others.");
      return;
    }
    from();
    replyTo();
    returnPath();
    date();
    messageId();
    subjectAndTo();
    repeated();
    rawOctets();
    unsubscribe();
  }

  private void from() {
    if (found.author() == null) {
      int count = header.count("from");
      findings.error(
          MailRule.FROM,
          count == 0
              ? "The mail has no From: field."
              : count > 1
                  ? "The mail has " + count + " From: fields; receivers refuse it."
                  : "The From: field does not name exactly one domain.",
          "Send with one From: field, with one address in it.");
      return;
    }
    int addresses = Header.domains(header.first("from").orElse("")).size();
    if (addresses > 1) {
      findings.warning(
          MailRule.FROM,
          "The From: field names " + addresses + " addresses; some large receivers refuse that.",
          "Send with one address in From:.");
    }
    String shown = Header.displayName(header.first("from").orElse(""));
    List<DomainName> names = Header.names(shown);
    boolean other = names.stream().anyMatch(name -> !isOurs(name));
    if (other) {
      findings.warning(
          MailRule.FROM_DISPLAY_NAME,
          "The name shown beside the address holds an address of "
              + names.get(0)
              + ", as forged mail has.",
          "Show the name of a person or an organization.");
    }
  }

  private boolean isOurs(DomainName name) {
    DomainName author = found.author();
    return author != null
        && PublicSuffixes.organizationalDomain(name)
            .equals(PublicSuffixes.organizationalDomain(author));
  }

  private void replyTo() {
    if (found.author() == null) {
      return;
    }
    header
        .first("reply-to")
        .map(Header::names)
        .flatMap(names -> names.stream().filter(name -> !isOurs(name)).findFirst())
        .ifPresent(
            other ->
                findings.hint(
                    MailRule.REPLY_TO,
                    "Answers go to " + other + ", not to the author domain " + found.author() + ".",
                    "Use a Reply-To: address of the author domain, if that is possible."));
  }

  private void returnPath() {
    String mailFrom = found.connection().mailFrom();
    if (mailFrom == null || found.author() == null) {
      return;
    }
    if (mailFrom.isEmpty()) {
      findings.hint(
          MailRule.RETURN_PATH,
          "The mail has an empty return path, as bounces have; others than bounces should not.",
          "Send with a return path at which bounces are read.");
      return;
    }
    DomainName domain = found.spf().domain();
    if (domain != null && !isOurs(domain) && found.spf().verdict() == null) {
      findings.hint(
          MailRule.RETURN_PATH,
          "Bounces go to " + domain + ", so SPF counts for that domain, not for the author's.",
          "Use a return path below " + found.author() + ".");
    }
  }

  private void date() {
    Optional<String> text = header.first("date");
    if (text.isEmpty()) {
      findings.error(
          MailRule.DATE, "The mail has no Date: field.", "Have the sender write the Date: field.");
      return;
    }
    Optional<MailDate> date = MailDate.parse(text.get());
    Instant received = found.connection().received();
    if (date.isEmpty()) {
      findings.warning(
          MailRule.DATE,
          "The date \"" + Findings.shortened(text.get()) + "\" cannot be read.",
          "Write it as Tue, 01 Jul 2025 10:00:00 +0000.");
    } else if (date.get().at().isAfter(received.plus(AHEAD))) {
      findings.warning(
          MailRule.DATE,
          "The mail is dated " + date.get().at() + ", after it came (" + received + ").",
          "Set the clock of the sending server, and its time zone.");
    } else if (date.get().at().isBefore(received.minus(BEHIND))) {
      findings.hint(
          MailRule.DATE,
          "The mail is dated " + date.get().at() + ", days before it came (" + received + ").",
          "Set the clock of the sending server, or look why it waited so long.");
    }
  }

  private void messageId() {
    Optional<String> id = header.first("message-id");
    if (id.isEmpty()) {
      findings.warning(
          MailRule.MESSAGE_ID,
          "The mail has no Message-ID: field, so receivers write their own, and some refuse it.",
          "Have the sender write one, as <UNIQUE@"
              + (found.author() == null ? "DOMAIN" : found.author())
              + ">.");
    } else if (!MESSAGE_ID.matcher(id.get()).matches()) {
      findings.warning(
          MailRule.MESSAGE_ID,
          "The Message-ID \""
              + Findings.shortened(id.get())
              + "\" is not of the form"
              + " <unique@domain>.",
          "Have the sender write it in that form.");
    }
  }

  private void subjectAndTo() {
    if (header.first("subject").orElse("").isBlank()) {
      findings.hint(MailRule.SUBJECT, "The mail has no subject.", "Write one.");
    }
    if (!header.has("to") && !header.has("cc")) {
      findings.hint(
          MailRule.TO,
          "The mail names no recipient (To:), as bulk mail of strangers does.",
          "Write the recipient into the To: field.");
    }
  }

  private void repeated() {
    List<String> twice = ONCE.stream().filter(name -> header.count(name) > 1).toList();
    if (!twice.isEmpty()) {
      findings.warning(
          MailRule.REPEATED_FIELD,
          "These fields occur more than once: " + String.join(", ", twice) + ".",
          "Write each of them once; some receivers refuse such mail.");
    }
  }

  private void rawOctets() {
    boolean raw =
        List.of("from", "to", "subject", "reply-to").stream()
            .flatMap(name -> header.all(name).stream())
            .anyMatch(value -> value.chars().anyMatch(c -> c > 0x7E));
    if (raw) {
      findings.hint(
          MailRule.RAW_OCTETS,
          "The header holds letters beyond ASCII as they are, which not every server takes.",
          "Write them as encoded words (RFC 2047).");
    }
  }

  private boolean isForMany() {
    String precedence = header.first("precedence").orElse("").toLowerCase(Locale.ROOT);
    return header.has("list-id")
        || header.has("list-unsubscribe")
        || header.has("feedback-id")
        || List.of("bulk", "list").contains(precedence);
  }

  private void unsubscribe() {
    Optional<String> way = header.first("list-unsubscribe");
    if (way.isEmpty()) {
      findings.add(
          isForMany() ? Severity.WARNING : Severity.HINT,
          MailRule.UNSUBSCRIBE,
          "The mail has no List-Unsubscribe: field; large receivers demand it of mail to many.",
          "Add List-Unsubscribe: <https://HOST/PATH> and List-Unsubscribe-Post:"
              + " List-Unsubscribe=One-Click");
      return;
    }
    boolean https = HTTPS.matcher(way.get()).find();
    Optional<String> post = header.first("list-unsubscribe-post");
    boolean oneClick = post.filter(ONE_CLICK.asMatchPredicate()).isPresent();
    if (!https || !oneClick) {
      findings.warning(
          MailRule.UNSUBSCRIBE_ONE_CLICK,
          "Nobody can unsubscribe with one click: "
              + (!https
                  ? "List-Unsubscribe: names no https address."
                  : post.isEmpty()
                      ? "there is no List-Unsubscribe-Post: field."
                      : "the List-Unsubscribe-Post: field says something else."),
          "Add an https address, and List-Unsubscribe-Post: List-Unsubscribe=One-Click");
      return;
    }
    boolean signed =
        found.signatures().stream()
            .map(Signed::check)
            .anyMatch(
                check ->
                    check.passes()
                        && check.signedFields().contains("list-unsubscribe")
                        && check.signedFields().contains("list-unsubscribe-post"));
    if (!signed) {
      findings.warning(
          MailRule.UNSUBSCRIBE_UNSIGNED,
          "No signature that holds covers List-Unsubscribe: and List-Unsubscribe-Post:, so"
              + " receivers do not offer it.",
          "Add both to the fields that are signed (h=).");
    }
  }
}
