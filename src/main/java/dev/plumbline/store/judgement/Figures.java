package dev.plumbline.store.judgement;

/**
 * Messages, counted.
 *
 * @param passed DMARC
 * @param dkim passed aligned DKIM
 * @param spf passed aligned SPF
 * @param refused quarantined or rejected
 */
public record Figures(long messages, long passed, long dkim, long spf, long refused) {

  public static final Figures NONE = new Figures(0, 0, 0, 0, 0);

  /** Both together. */
  public Figures plus(Figures other) {
    return new Figures(
        messages + other.messages,
        passed + other.passed,
        dkim + other.dkim,
        spf + other.spf,
        refused + other.refused);
  }
}
