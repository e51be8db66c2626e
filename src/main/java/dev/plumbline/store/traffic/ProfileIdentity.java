package dev.plumbline.store.traffic;

import java.util.Comparator;

/**
 * An identity of a profile, and whether it is aligned with the profile's author domain.
 *
 * @param related whether it would be aligned by any mode, and by whatever organizational domain
 */
record ProfileIdentity(
    boolean dkim,
    String identity,
    String qualifier,
    String result,
    boolean aligned,
    boolean related) {
  static final Comparator<ProfileIdentity> ORDER =
      Comparator.comparing(ProfileIdentity::dkim)
          .thenComparing(ProfileIdentity::identity)
          .thenComparing(ProfileIdentity::qualifier)
          .thenComparing(ProfileIdentity::result)
          .thenComparing(ProfileIdentity::aligned);

  boolean passed() {
    return result.equals("pass");
  }
}
