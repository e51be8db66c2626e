package dev.plumbline.people;

import dev.plumbline.store.Scope;
import dev.plumbline.store.people.Right;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;

/** Tells whoever answers a request who asks. */
@ApplicationScoped
public class Viewers {

  /** Under which name the identity of a request carries its viewer. */
  public static final String ATTRIBUTE = "plumbline.viewer";

  private final CurrentIdentityAssociation identities;

  Viewers(CurrentIdentityAssociation identities) {
    this.identities = identities;
  }

  /**
   * Who asks now.
   *
   * @throws ForbiddenException if that is not known, which methods with {@code @RolesAllowed} never
   *     meet
   */
  public Viewer now() {
    SecurityIdentity identity = identities.getIdentity();
    if (identity.getAttribute(ATTRIBUTE) instanceof Viewer viewer) {
      return viewer;
    }
    throw new ForbiddenException("Nobody knows who asks.");
  }

  /** Which domains whoever asks now may see. */
  public Scope scope() {
    return now().scope();
  }

  /**
   * Who asks now, for what concerns all domains at once.
   *
   * @throws ForbiddenException if they may not do it for every domain
   */
  public Viewer everywhere(Right right) {
    Viewer viewer = now();
    if (!viewer.mayEverywhere(right)) {
      throw new ForbiddenException("Only somebody who may see all domains can do that.");
    }
    return viewer;
  }
}
