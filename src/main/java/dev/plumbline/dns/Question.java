package dev.plumbline.dns;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * One question to DNS. Two are equal if DNS would be asked the same.
 *
 * @param <T> what one record of the answer holds
 */
public final class Question<T> {

  /** The types of records asked for. */
  public enum Type {
    /** A String: the strings of one record joined without separator, octets as ISO 8859-1. */
    TXT,
    /** An IPv4 address. */
    A,
    /** An IPv6 address. */
    AAAA,
    /** A {@link MailExchange}. */
    MX,
    /** A String, in records of the type 99 that RFC 7208 section 3.1 retired. */
    SPF,
    /** The name an alias leads to; the one question for which aliases are not followed. */
    CNAME,
    /** A name. */
    PTR,
    /** A String, as {@code 3 1 1 0a1b...} (RFC 6698 section 2.2). */
    TLSA
  }

  private final Type type;
  private final DomainName name;
  private final boolean ofOneSource;

  private Question(Type type, DomainName name, boolean ofOneSource) {
    this.type = type;
    this.name = name;
    this.ofOneSource = ofOneSource;
  }

  private Question(Type type, DomainName name) {
    this(type, name, false);
  }

  /** Asks for TXT records. */
  public static Question<String> txt(DomainName name) {
    return new Question<>(Type.TXT, name);
  }

  /** Asks for A records. */
  public static Question<InetAddress> a(DomainName name) {
    return new Question<>(Type.A, name);
  }

  /** Asks for AAAA records. */
  public static Question<InetAddress> aaaa(DomainName name) {
    return new Question<>(Type.AAAA, name);
  }

  /** Asks for MX records. */
  public static Question<MailExchange> mx(DomainName name) {
    return new Question<>(Type.MX, name);
  }

  /** Asks for records of the type SPF (99), as only a check for misplaced records does. */
  public static Question<String> retiredSpf(DomainName name) {
    return new Question<>(Type.SPF, name);
  }

  /** Asks what a CNAME record of exactly this name leads to. */
  public static Question<DomainName> cname(DomainName name) {
    return new Question<>(Type.CNAME, name);
  }

  /** Asks for TLSA records (RFC 6698). */
  public static Question<String> tlsa(DomainName name) {
    return new Question<>(Type.TLSA, name);
  }

  /** Asks for the names that an address has. */
  public static Question<DomainName> ptr(InetAddress address) {
    return new Question<>(Type.PTR, IpAddresses.reverseName(address), true);
  }

  /**
   * Asks for the addresses of a host that a reverse name leads to.
   *
   * @param like an address of the family that is asked for
   */
  public static Question<InetAddress> confirming(DomainName host, InetAddress like) {
    return new Question<>(like instanceof Inet4Address ? Type.A : Type.AAAA, host, true);
  }

  /** The same question about another name, as an alias leads to it. */
  public Question<T> at(DomainName other) {
    return new Question<>(type, other, ofOneSource);
  }

  /** What is asked for. */
  public Type type() {
    return type;
  }

  /** The name that is asked; for an address, that of its PTR records. */
  public DomainName name() {
    return name;
  }

  /**
   * Whether the question is about one source alone. There is such a question for each of them, so
   * whoever keeps answers must not let these drive out the records that many share.
   */
  public boolean ofOneSource() {
    return ofOneSource;
  }

  /** A value of the answer as people read it. */
  public static String text(Object value) {
    return value instanceof InetAddress address
        ? IpAddresses.toText(address)
        : String.valueOf(value);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Question<?> that && type == that.type && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + type.hashCode();
  }

  /** Such as {@code TXT example.org}. */
  @Override
  public String toString() {
    return type + " " + name;
  }
}
