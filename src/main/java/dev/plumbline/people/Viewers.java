package dev.plumbline.people;

import dev.plumbline.store.Scope;
import dev.plumbline.store.people.Right;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Tells whoever answers a request who asks. */
@ApplicationScoped
public class Viewers {

  /** Under which name the identity of a request carries its viewer. */
  public static final String VIEWER = "plumbline.viewer";

  /** What a request is marked with: whether its answer is for one reader alone, who is known. */
  public static final String PRIVATE = "plumbline.private";

  /** Under which name it carries the key of the session it came by. */
  public static final String SESSION = "plumbline.session";

  private final CurrentIdentityAssociation identities;

  Viewers(CurrentIdentityAssociation identities) {
    this.identities = identities;
  }

  /** Who asks now; empty where nobody had to say. Waits for nothing. */
  public Optional<Viewer> known() {
    CompletableFuture<SecurityIdentity> identity =
        identities.getDeferredIdentity().subscribeAsCompletionStage();
    return identity.isDone() && !identity.isCompletedExceptionally()
        ? Optional.ofNullable(identity.join().getAttribute(VIEWER))
        : Optional.empty();
  }

  /** The key of the session by which whoever asks now is known. */
  public Optional<String> sessionKey() {
    return Optional.ofNullable(identities.getIdentity().getAttribute(SESSION));
  }

  /**
   * Who asks now.
   *
   * @throws ForbiddenException if that is not known, which methods with {@code @RolesAllowed} never
   *     meet
   */
  public Viewer now() {
    return Optional.<Viewer>ofNullable(identities.getIdentity().getAttribute(VIEWER))
        .orElseThrow(() -> new ForbiddenException("Nobody knows who asks."));
  }

  /** Whether whoever asks now, where nobody has to say who they are, may know of all domains. */
  public boolean mayKnowEveryDomain() {
    return Optional.<Viewer>ofNullable(identities.getIdentity().getAttribute(VIEWER))
        .filter(viewer -> viewer.mayEverywhere(Right.READ))
        .isPresent();
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
