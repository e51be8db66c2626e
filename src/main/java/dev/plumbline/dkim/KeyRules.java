package dev.plumbline.dkim;

import static dev.plumbline.dns.lint.Severity.ERROR;
import static dev.plumbline.dns.lint.Severity.HINT;
import static dev.plumbline.dns.lint.Severity.WARNING;

import dev.plumbline.dkim.DkimKey.Algorithm;
import dev.plumbline.dns.TagList;
import dev.plumbline.dns.TagList.Tag;
import dev.plumbline.dns.lint.Finding;
import dev.plumbline.dns.lint.Lint;
import dev.plumbline.dns.lint.TagLint;
import dev.plumbline.dns.lint.Typography;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What can be said of one key record without asking DNS. */
final class KeyRules {

  private static final Set<String> KNOWN_TAGS = Set.of("v", "h", "k", "n", "p", "s", "t", "g");

  /** Between tags; what ends a key in Base64 is none, whatever blanks are in it. */
  private static final Pattern BETWEEN_TAGS =
      Pattern.compile(
          "[,:\\s]+(?=[vhknpst]\\s*=\\s*[^=\\s])|(?<=v=DKIM1)(?=[hknpst]=)|(?<=k=(?:rsa|ed25519))(?=p=)");

  private static final Pattern BEFORE_KEY =
      Pattern.compile("(?<=[A-Za-z0-9*])[,:\\s]+(?=p\\s*=\\s*[A-Za-z0-9+/]{40})");

  /** What is in p, or stands without a tag and is longer than any word. */
  private static final Pattern KEY_DATA =
      Pattern.compile("(?:(?<=[pP]=)|(?<![A-Za-z0-9+/=]))[A-Za-z0-9+/]{40,}");

  private static final Set<String> KNOWN_FLAGS = Set.of("y", "s");

  private final String name;
  private final List<Finding> findings = new ArrayList<>();
  private String text;

  private KeyRules(String name, String text) {
    this.name = name;
    this.text = text;
  }

  /** Examines one record. */
  static Lint lint(String name, String written) {
    KeyRules rules = new KeyRules(name, written);
    rules.mendText();
    Lint lint = rules.check();
    List<Finding> all = new ArrayList<>(rules.findings);
    all.addAll(lint.findings());
    String mended = lint.mended() == null ? rules.text : lint.mended();
    all.replaceAll(one -> keepsKey(rules.text, one.mended()) ? one : one.withMended(null));
    boolean better =
        !mended.equals(written)
            && keepsKey(rules.text, mended)
            && TagList.parse(mended).malformed().isEmpty();
    return new Lint(name, written, all, better ? mended : null);
  }

  /** Whether a text holds the key that was written, and no other one beside it. */
  private static boolean keepsKey(String written, @Nullable String mended) {
    if (mended == null) {
      return true;
    }
    TagList tags = TagList.parse(mended);
    if (tags.repeated().stream().anyMatch(tag -> tag.name().equals("p"))) {
      return false;
    }
    String kept = bare(tags.get("p").orElse(""));
    return KEY_DATA
        .matcher(bare(written))
        .results()
        .map(MatchResult::group)
        .allMatch(data -> kept.contains(data) || holdsBare(data, kept));
  }

  private static boolean holdsBare(String wrapped, String kept) {
    return PublicKeys.bareEd25519(wrapped).filter(kept::equals).isPresent();
  }

  private static String bare(String text) {
    return text.replaceAll("[\\s\"'\\\\]+", "");
  }

  private void mendText() {
    int backslash = text.indexOf('\\');
    if (backslash >= 0) {
      step(
          DkimRule.ESCAPED,
          backslash,
          "There is a backslash in the record; zone files need them before semicolons, DNS consoles"
              + " do not.",
          text.replace("\\", ""));
    }
    Matcher between = BETWEEN_TAGS.matcher(text);
    if (text.indexOf(';') < 0 && between.find()) {
      step(
          DkimRule.SYNTAX,
          between.start(),
          "There are no semicolons between the tags, so the record is one tag only.",
          between.replaceAll("; "));
    }
    Matcher before = BEFORE_KEY.matcher(text);
    if (before.find()) {
      step(
          DkimRule.SYNTAX,
          before.start(),
          "A semicolon is missing before p=, so the key belongs to the tag before.",
          before.replaceFirst("; "));
    }
    int character = Typography.first(withoutFreeText(text));
    if (character >= 0) {
      step(
          DkimRule.TYPOGRAPHY,
          character,
          "There are quotation marks or characters that are not ASCII in the record; the strings of"
              + " a long record are joined by DNS, not by quotation marks.",
          Typography.mended(text));
    }
  }

  /** The text with what people may write as they like made plain (RFC 6376 section 3.2). */
  private static String withoutFreeText(String text) {
    StringBuilder plain = new StringBuilder(text);
    for (Tag tag : TagList.parse(text).tags()) {
      if (tag.name().equals("n") || !KNOWN_TAGS.contains(tag.name())) {
        for (int i = tag.start(); i < tag.end(); i++) {
          plain.setCharAt(i, plain.charAt(i) < 0x80 ? 'x' : plain.charAt(i));
        }
      }
    }
    return plain.toString();
  }

  private void step(DkimRule rule, int place, String sentence, String mended) {
    findings.add(new Finding(ERROR, rule, name, text, place, place + 1, sentence, mended));
    text = mended;
  }

  private Lint check() {
    TagLint lint = new TagLint(name, text);
    DkimKey key = DkimKey.parse(text);
    tags(lint);
    version(lint);
    type(lint, key);
    keyData(lint, key);
    hashes(lint, key);
    services(lint, key);
    flags(lint, key);
    return lint.finish();
  }

  private void tags(TagLint lint) {
    for (Tag part : lint.tags().malformed()) {
      lint.tell(
          ERROR,
          DkimRule.SYNTAX,
          part,
          "\""
              + abbreviated(part.value())
              + "\" is not of the form tag=value, which makes the"
              + " whole record invalid.",
          edits -> edits.remove(part));
    }
    for (Tag again : lint.tags().repeated()) {
      lint.tell(
          ERROR,
          DkimRule.REPEATED_TAG,
          again,
          "The tag " + again.name() + " occurs twice, which makes the whole record invalid.",
          // Of two keys nobody can say here which one signs.
          again.name().equals("p") && !lint.tags().get("p").equals(Optional.of(again.value()))
              ? null
              : edits -> edits.remove(again));
    }
    for (Tag tag : lint.tags().tags()) {
      String written = text.substring(tag.start(), tag.start() + tag.name().length());
      if (!written.equals(tag.name())) {
        lint.tell(
            tag.name().equals("p") ? ERROR : WARNING,
            DkimRule.UPPERCASE_TAG,
            tag,
            "The tag "
                + written
                + " is written in capitals, so it is not read; its name is "
                + tag.name()
                + ".",
            edits -> edits.replace(tag, tag.name(), tag.value()));
      }
      if (tag.name().equals("g")) {
        lint.tell(
            tag.value().equals("*") ? HINT : WARNING,
            DkimRule.RETIRED_TAG,
            tag,
            "The tag g, which restricted the key to some senders, was removed from DKIM; it can"
                + " go.",
            edits -> edits.remove("g"));
      } else if (!KNOWN_TAGS.contains(tag.name())) {
        lint.tell(
            HINT,
            DkimRule.UNKNOWN_TAG,
            tag,
            "There is no tag " + tag.name() + " in key records, so it is ignored.",
            edits -> edits.remove(tag.name()));
      }
    }
  }

  private static void version(TagLint lint) {
    Optional<Tag> version = lint.tags().tag("v");
    if (version.isEmpty()) {
      lint.tell(
          HINT,
          DkimRule.NO_VERSION,
          Optional.empty(),
          "The record does not begin with v=DKIM1, as is recommended.",
          edits -> edits.place(0, "v", "DKIM1"));
    } else if (!lint.tags().startsWith("v", "DKIM1")) {
      lint.tell(
          ERROR,
          DkimRule.VERSION,
          version.get(),
          "The version has to be exactly v=DKIM1, and the first tag; receivers discard the record.",
          edits -> edits.place(0, "v", "DKIM1"));
    }
  }

  private static void type(TagLint lint, DkimKey key) {
    if (key.algorithm() == Algorithm.UNRECOGNIZED) {
      lint.tell(
          ERROR,
          DkimRule.KEY_TYPE,
          lint.tags().tag("k"),
          "The key type " + abbreviated(key.keyType()) + " is not known; it is rsa or ed25519.",
          key.publicKey() != null && PublicKeys.rsaBits(key.publicKey()) > 0
              ? edits -> edits.set("k", "rsa")
              : null);
    }
  }

  private static void keyData(TagLint lint, DkimKey key) {
    Optional<Tag> tag = lint.tags().tag("p");
    String data = key.publicKey();
    if (tag.isEmpty() || data == null) {
      lint.tell(
          ERROR,
          DkimRule.NO_KEY_TAG,
          Optional.empty(),
          "The record has no tag p, so it holds no key.",
          null);
      return;
    }
    if (data.isEmpty()) {
      if (!key.revoked()) {
        return; // There are two, which is told.
      }
      lint.tell(
          WARNING,
          DkimRule.REVOKED,
          tag.get(),
          "The key was revoked: its tag p is empty, so signatures with this selector fail.");
      return;
    }
    if (key.algorithm() == Algorithm.RSA) {
      rsa(lint, tag.get(), key, data);
    } else if (key.algorithm() == Algorithm.ED25519) {
      ed25519(lint, tag.get(), key, data);
    }
  }

  private static void rsa(TagLint lint, Tag tag, DkimKey key, String data) {
    if (key.bits() == 0) {
      if (PublicKeys.ed25519Bits(data) > 0) {
        lint.tell(
            ERROR,
            DkimRule.OTHER_TYPE,
            tag,
            "The tag p looks like a key of type Ed25519; then k=ed25519 is missing.",
            edits -> edits.place(1, "k", "ed25519"));
        return;
      }
      int missing = PublicKeys.missingOctets(data);
      lint.tell(
          ERROR,
          DkimRule.KEY_DATA,
          tag,
          missing > 0
              ? "The key ends "
                  + missing
                  + " octets too early, as if only its first string had been published."
              : "The tag p does not hold an RSA public key in Base64.");
    } else if (key.bits() < DkimKey.MIN_RSA_BITS) {
      lint.tell(
          ERROR,
          DkimRule.SHORT_KEY,
          tag,
          "The key has "
              + key.bits()
              + " bits; receivers refuse less than 1024. Make a new one of 2048 bits.");
    } else if (key.bits() < DkimKey.GOOD_RSA_BITS) {
      lint.tell(
          WARNING,
          DkimRule.WEAK_KEY,
          tag,
          "The key has " + key.bits() + " bits; 2048 are recommended.");
    } else if (key.bits() > DkimKey.MAX_RSA_BITS) {
      lint.tell(
          WARNING,
          DkimRule.LONG_KEY,
          tag,
          "The key has " + key.bits() + " bits; receivers need not verify with more than 4096.");
    }
  }

  private static void ed25519(TagLint lint, Tag tag, DkimKey key, String data) {
    if (key.bits() > 0) {
      lint.tell(
          HINT,
          DkimRule.ED25519_ALONE,
          tag,
          "Many receivers do not verify Ed25519 yet; sign with an RSA key as well.");
      return;
    }
    Optional<String> bare = PublicKeys.bareEd25519(data);
    if (bare.isPresent()) {
      lint.tell(
          ERROR,
          DkimRule.KEY_DATA,
          tag,
          "The key is wrapped as OpenSSL prints it; DKIM wants its 32 octets alone.",
          edits -> edits.set("p", bare.get()));
    } else if (PublicKeys.rsaBits(data) > 0) {
      lint.tell(
          ERROR,
          DkimRule.OTHER_TYPE,
          tag,
          "The tag p holds an RSA key, but k says ed25519.",
          edits -> edits.set("k", "rsa"));
    } else {
      lint.tell(
          ERROR,
          DkimRule.KEY_DATA,
          tag,
          "The tag p does not hold an Ed25519 public key, which is 32 octets in Base64.");
    }
  }

  private static void hashes(TagLint lint, DkimKey key) {
    Optional<Tag> tag = lint.tags().tag("h");
    if (tag.isEmpty() || key.hashes().isEmpty()) {
      return;
    }
    if (!key.hashes().contains("sha256")) {
      lint.tell(
          ERROR,
          DkimRule.HASHES,
          tag.get(),
          "The key does not allow SHA-256, the only hash receivers accept.",
          edits -> edits.remove("h"));
    } else if (key.hashes().contains("sha1")) {
      lint.tell(
          HINT,
          DkimRule.SHA1,
          tag.get(),
          "SHA-1 is allowed, which receivers refuse.",
          edits -> edits.set("h", "sha256"));
    }
  }

  private static void services(TagLint lint, DkimKey key) {
    if (!key.services().contains("*") && !key.services().contains("email")) {
      lint.tell(
          ERROR,
          DkimRule.SERVICE,
          lint.tags().tag("s"),
          "The key is not for mail: s has to be left out, or to hold * or email.",
          edits -> edits.remove("s"));
    }
  }

  private static void flags(TagLint lint, DkimKey key) {
    Optional<Tag> tag = lint.tags().tag("t");
    if (tag.isEmpty()) {
      return;
    }
    if (key.testing()) {
      lint.tell(
          WARNING,
          DkimRule.TEST_MODE,
          tag.get(),
          "Test mode (t=y) tells receivers to treat signed mail as if it were not signed.",
          edits -> {
            if (key.strict()) {
              edits.set("t", "s");
            } else {
              edits.remove("t");
            }
          });
    }
    for (String flag : key.flags()) {
      if (!KNOWN_FLAGS.contains(flag)) {
        lint.tell(
            HINT,
            DkimRule.UNKNOWN_FLAG,
            tag.get(),
            "There is no flag " + abbreviated(flag) + ", so it is ignored.");
      }
    }
  }

  private static String abbreviated(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "...";
  }
}
