package dev.plumbline.security;

import dev.plumbline.people.Recognition;
import dev.plumbline.people.SignInSettings;
import dev.plumbline.people.Viewer;
import dev.plumbline.people.Viewers;
import dev.plumbline.store.people.Right;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns what a request brings into an identity whose roles are the rights of its viewer. */
@ApplicationScoped
class ViewerProvider implements IdentityProvider<Asked> {

  private final Recognition recognition;
  private final Network network;
  private final SignInSettings settings;

  ViewerProvider(Recognition recognition, Network network, SignInSettings settings) {
    this.recognition = recognition;
    this.network = network;
    this.settings = settings;
  }

  @Override
  public Class<Asked> getRequestType() {
    return Asked.class;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(Asked asked, AuthenticationRequestContext context) {
    return context.runBlocking(() -> identity(asked));
  }

  private SecurityIdentity identity(Asked asked) {
    String bearer = asked.bearer();
    if (bearer != null) {
      return recognition
          .byToken(bearer, asked.address())
          .map(viewer -> identity(viewer, null))
          .orElseThrow(() -> new AuthenticationFailedException("No such token"));
    }
    String session = asked.session();
    Optional<Viewer> viewer =
        session == null ? Optional.empty() : recognition.bySession(session, asked.address());
    if (viewer.isPresent()) {
      return identity(viewer.get(), session);
    }
    return (network.isDemanding() ? Optional.<Viewer>empty() : recognition.local(asked.address()))
        .map(local -> identity(local, null))
        .orElseGet(() -> nobody(asked));
  }

  private static SecurityIdentity identity(Viewer viewer, @Nullable String session) {
    QuarkusSecurityIdentity.Builder identity =
        QuarkusSecurityIdentity.builder()
            .setPrincipal(new QuarkusPrincipal(viewer.who().name()))
            .addRoles(roles(viewer))
            .addAttribute(Viewers.VIEWER, viewer);
    if (session != null) {
      identity.addAttribute(Viewers.SESSION, session);
    }
    return identity.build();
  }

  private static Set<String> roles(Viewer viewer) {
    Set<String> roles = viewer.rights().stream().map(Right::wire).collect(Collectors.toSet());
    if (viewer.may(Right.READ)) {
      roles.add(Right.Name.TOOLS);
    }
    return roles;
  }

  /** Who is anonymous is asked to sign in by what is not open to all. */
  private SecurityIdentity nobody(Asked asked) {
    QuarkusSecurityIdentity.Builder identity = QuarkusSecurityIdentity.builder().setAnonymous(true);
    if (settings.openTools() && asked.isForTools()) {
      identity
          .addRole(Right.Name.TOOLS)
          .addAttribute(Viewers.VIEWER, Viewer.visitor(asked.address()));
    }
    return identity.build();
  }
}
