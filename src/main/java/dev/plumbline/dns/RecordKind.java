package dev.plumbline.dns;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The kinds of records that are watched of a domain, in the order in which they are told. */
public enum RecordKind {
  DMARC("DMARC", "_dmarc", "v=DMARC1"),
  SPF("SPF", null, null),
  /** A record that the SPF record leads to. */
  SPF_INCLUDE("SPF-INCLUDE", null, null),
  MX("MX", null, null),
  DKIM("DKIM", null, null),
  /** The alias that the name of a DKIM key is. */
  CNAME("CNAME", null, null),
  MTA_STS("MTA-STS", "_mta-sts", "v=STSv1"),
  TLS_RPT("TLS-RPT", "_smtp._tls", "v=TLSRPTv1"),
  BIMI("BIMI", "default._bimi", "v=BIMI1");

  private final String wire;
  private final Optional<String> labels;
  private final String version;

  RecordKind(String wire, @Nullable String labels, @Nullable String version) {
    this.wire = wire;
    this.labels = Optional.ofNullable(labels);
    this.version = version == null ? "" : version;
  }

  /** The name it has in the database and in JSON. */
  public String wire() {
    return wire;
  }

  /**
   * The kind of a name.
   *
   * @throws IllegalArgumentException if no kind has this name
   */
  public static RecordKind ofWire(String wire) {
    for (RecordKind kind : values()) {
      if (kind.wire.equals(wire)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("There is no kind of record \"" + wire + "\".");
  }

  /** Whether it is a TXT record. */
  public boolean isText() {
    return this != MX && this != CNAME;
  }

  /** Whether it is about a key. */
  public boolean isKey() {
    return this == DKIM || this == CNAME;
  }

  /**
   * Where a domain's one of this kind is; empty if it has no place of its own beside the domain, or
   * the name would be too long.
   */
  public Optional<DomainName> owner(DomainName domain) {
    return labels.flatMap(domain::prefixedBy);
  }

  /** Whether a text at {@link #owner} is one of this kind. */
  public boolean begins(String text) {
    return text.startsWith(version);
  }
}
