package dev.plumbline.store.failure;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Words in place of what is private: the same word for the same text, and for no other, as far as
 * one installation goes.
 */
public final class Pseudonyms {

  private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
  private static final int LENGTH = 8;

  private final SecretKeySpec key;

  Pseudonyms(byte[] secret) {
    this.key = new SecretKeySpec(secret, "HmacSHA256");
  }

  /** An address without its local part, for which a word stands. */
  public String address(String address) {
    int at = address.lastIndexOf('@');
    String local = at < 0 ? address : address.substring(0, at);
    if (address.isBlank()) {
      return "<>";
    }
    return word("user", local) + (at < 0 ? "" : "@" + host(address.substring(at + 1)));
  }

  /** A header as {@code Name <address>}. */
  public String mailbox(String header) {
    int open = header.lastIndexOf('<');
    int close = header.indexOf('>', open + 1);
    if (open < 0 || close < open) {
      return header.indexOf('@') >= 0 ? address(header.strip()) : word("name", header);
    }
    String name = header.substring(0, open).strip();
    return (name.isEmpty() ? "" : word("name", name) + " ")
        + "<"
        + address(header.substring(open + 1, close).strip())
        + ">";
  }

  public @Nullable String subject(@Nullable String subject) {
    return subject == null ? null : word("subject", subject);
  }

  /** Only what is the name of a host stays. */
  private String host(String text) {
    String name = text.strip().toLowerCase(Locale.ROOT);
    return name.matches("[a-z0-9.-]{1,253}") ? name : word("host", text);
  }

  private String word(String kind, String text) {
    StringBuilder word = new StringBuilder(kind).append('-');
    byte[] digest = digest(kind + "\n" + text.strip().toLowerCase(Locale.ROOT));
    for (int i = 0; i < LENGTH; i++) {
      word.append(LETTERS.charAt((digest[i] & 0xff) % LETTERS.length()));
    }
    return word.toString();
  }

  private byte[] digest(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("Every Java has HmacSHA256", e);
    }
  }
}
