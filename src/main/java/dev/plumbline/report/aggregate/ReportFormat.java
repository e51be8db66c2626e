package dev.plumbline.report.aggregate;

/** The dialect of an aggregate report. */
public enum ReportFormat {
  /** RFC 7489 appendix C and the drafts before it. */
  RFC7489("rfc7489"),
  /** RFC 9990, recognised by its namespace or by any element only it has. */
  RFC9990("rfc9990");

  private final String wire;

  ReportFormat(String wire) {
    this.wire = wire;
  }

  /** The name used in exports. */
  public String wire() {
    return wire;
  }
}
