package dev.plumbline.verify;

import dev.plumbline.dkim.SignedMail;
import dev.plumbline.dmarc.PublicSuffixes;
import dev.plumbline.dns.DomainName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What the body shows. */
final class BodyRules {

  /** Gmail cuts longer HTML off. */
  private static final int LONG_HTML = 102 * 1024;

  /** Many receivers take no more. */
  private static final int LARGE_MAIL = 10 * 1024 * 1024;

  private static final int HOSTS_SHOWN = 5;

  private final Verification found;
  private final SignedMail mail;
  private final Findings findings;

  BodyRules(Verification found, SignedMail mail, Findings findings) {
    this.found = found;
    this.mail = mail;
    this.findings = findings;
  }

  void check() {
    MailTexts texts = MailTexts.of(mail);
    if (mail.size() > LARGE_MAIL) {
      findings.warning(
          MailRule.SIZE,
          "The mail has %d MiB; many receivers take no more than 10.".formatted(mail.size() >> 20),
          "Link to large files instead of attaching them.");
    } else if (texts.htmlOctets() > LONG_HTML) {
      findings.hint(
          MailRule.SIZE,
          "The HTML has %d KiB; some mail programs cut it off after 102."
              .formatted(texts.htmlOctets() / 1024),
          "Make it shorter: without styles and comments that nobody sees.");
    }
    if (texts.whole() && texts.plain() == null) {
      findings.warning(
          MailRule.PLAIN_TEXT,
          texts.hasHtml() ? "The mail has HTML only." : "The mail holds no text to read.",
          texts.hasHtml()
              ? "Send multipart/alternative with the same as text/plain before it."
              : "Send some words as text/plain with what is attached.");
    }
    if (texts.longestLine() > MailTexts.LONGEST_LINE) {
      findings.warning(
          MailRule.LONG_LINE,
          "A line has "
              + texts.longestLine()
              + " octets; servers may break lines of more than 998, and with them signatures.",
          "Send the text as quoted-printable or base64.");
    }
    List<Links.Link> links = new ArrayList<>(Links.in(texts.html()));
    links.addAll(Links.inPlain(texts.plain() == null ? "" : texts.plain()));
    links(links);
  }

  private void links(List<Links.Link> links) {
    Set<String> others = new TreeSet<>();
    boolean told = false;
    boolean address = false;
    for (Links.Link link : links) {
      DomainName author = found.author();
      if (link.isAddress()) {
        address = true;
      } else if (author != null && !sameOrganization(link.host(), author)) {
        others.add(link.host().toString());
      }
      DomainName shown = link.shownHost();
      if (!told && shown != null && !link.isAddress() && !sameOrganization(link.host(), shown)) {
        told = true;
        findings.warning(
            MailRule.LINK_SHOWS_OTHER,
            "A link shows " + shown + " and leads to " + link.host() + ", as forged mail does.",
            "Show words, or the host that it leads to.");
      }
    }
    if (address) {
      findings.warning(
          MailRule.LINK_ADDRESS,
          "A link leads to an IP address instead of a name.",
          "Use the name of the host.");
    }
    if (!others.isEmpty()) {
      List<String> shown = others.stream().limit(HOSTS_SHOWN).toList();
      int more = others.size() - shown.size();
      findings.hint(
          MailRule.LINKS,
          "Links lead to other hosts than those of the author domain: "
              + String.join(", ", shown)
              + (more == 0 ? "." : ", and " + more + " more."),
          "Have links and their counting go over a name below the author domain.");
    }
  }

  private static boolean sameOrganization(DomainName one, DomainName other) {
    return PublicSuffixes.organizationalDomain(one)
        .equals(PublicSuffixes.organizationalDomain(other));
  }
}
