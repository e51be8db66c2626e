package dev.plumbline.store.traffic;

import java.util.List;

/**
 * What an evaluation is worth beside the identities it was made from. Some receivers repeat raw
 * results as if they were aligned, or mix up the two mechanisms: what contradicts itself counts as
 * what its identities give. An evaluation without identities stands.
 */
final class Evaluated {

  private Evaluated() {}

  /** Whether DMARC passed, by either. */
  static boolean passed(boolean dkim, boolean spf, List<ProfileIdentity> identities) {
    return dkim(dkim, identities) || spf(spf, identities);
  }

  /** Whether DKIM passed aligned. */
  static boolean dkim(boolean said, List<ProfileIdentity> identities) {
    List<ProfileIdentity> signatures = identities.stream().filter(ProfileIdentity::dkim).toList();
    return judged(said, signatures, signatures);
  }

  /**
   * Whether SPF passed aligned. It is the envelope's domain that counts; that of HELO only where
   * the envelope is empty.
   */
  static boolean spf(boolean said, List<ProfileIdentity> identities) {
    // A domain that no report named is taken for the author's, which proves and refutes nothing.
    List<ProfileIdentity> checked =
        identities.stream()
            .filter(one -> !one.dkim() && !one.qualifier().equals("assumed"))
            .toList();
    List<ProfileIdentity> envelopes =
        checked.stream().filter(one -> !one.qualifier().equals("helo")).toList();
    return judged(said, checked, envelopes.isEmpty() ? checked : envelopes);
  }

  /**
   * Judges.
   *
   * @param all what may have passed at all
   * @param counting what counts as passing
   */
  private static boolean judged(
      boolean said, List<ProfileIdentity> all, List<ProfileIdentity> counting) {
    if (said) {
      return all.isEmpty() || all.stream().anyMatch(one -> one.passed() && one.related());
    }
    return counting.stream().anyMatch(one -> one.passed() && one.aligned());
  }
}
