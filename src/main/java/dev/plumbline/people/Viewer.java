package dev.plumbline.people;

import dev.plumbline.store.Scope;
import dev.plumbline.store.people.Right;
import dev.plumbline.store.people.Who;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, what they may do, and about which domains.
 *
 * @param personId the number of a person who signed in, or whose token it is; null if nobody has to
 *     sign in, and for tokens that are nobody's
 * @param program whether a token asks, not a person
 */
public record Viewer(
    Who who, @Nullable Long personId, boolean program, Set<Right> rights, Scope scope) {

  private static final String NOBODY = "web";

  public Viewer {
    rights = Set.copyOf(rights);
  }

  /** Somebody at this machine, as long as nobody has to sign in. */
  static Viewer local(String address) {
    return new Viewer(new Who(NOBODY, address), null, false, Right.all(), Scope.EVERYTHING);
  }

  /** Somebody who did not sign in, and sees nothing that is kept. */
  public static Viewer visitor(String address) {
    return new Viewer(new Who("visitor", address), null, false, Set.of(), Scope.of(List.of()));
  }

  /** Somebody who may look at everything, and change nothing. */
  static Viewer reader(Who who) {
    return new Viewer(who, null, false, Set.of(Right.READ), Scope.EVERYTHING);
  }

  public boolean may(Right right) {
    return rights.contains(right);
  }

  /**
   * Whether they may do what concerns all domains at once, as uploading: a report may be about any.
   */
  public boolean mayEverywhere(Right right) {
    return may(right) && scope.isEverything();
  }

  /** Whether it is known who asks, as it is once anybody has to sign in. */
  public boolean isSignedIn() {
    return personId != null || program;
  }
}
