package dev.plumbline.standing.transport;

/** How far a domain's mail is protected on its way to it. */
public enum TransportStanding {
  /** What is published is not known. */
  UNKNOWN("not known"),
  /** Nothing is published: who stands in the way can turn TLS off. */
  NONE("none"),
  /** The policy is tried, and sessions fail that it would refuse. */
  TESTING_FAILING("testing, with failures"),
  /** The policy is tried, and nothing fails. */
  TESTING_CLEAN("testing, clean"),
  /** The policy is in force. */
  ENFORCE("enforced");

  private final String words;

  TransportStanding(String words) {
    this.words = words;
  }

  public String words() {
    return words;
  }

  /**
   * The standing of a domain.
   *
   * @param failing whether sessions failed of late
   */
  public static TransportStanding of(Published published, boolean failing) {
    if (published.stsState() == Published.State.UNKNOWN) {
      return UNKNOWN;
    }
    String mode = published.mode();
    if (mode == null || mode.equals("none")) {
      return NONE;
    }
    if (mode.equals("enforce")) {
      return ENFORCE;
    }
    return failing ? TESTING_FAILING : TESTING_CLEAN;
  }
}
