package dev.plumbline.web;

import dev.plumbline.people.FormToken;
import dev.plumbline.people.SignInSettings;
import dev.plumbline.people.Viewer;
import dev.plumbline.people.Viewers;
import dev.plumbline.store.people.Right;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.Optional;

/** What templates ask about whoever looks at the page. It hides what would be refused, no more. */
@Named("me")
@ApplicationScoped
class Me {

  private final Viewers viewers;
  private final SignInSettings settings;

  Me(Viewers viewers, SignInSettings settings) {
    this.viewers = viewers;
    this.settings = settings;
  }

  /** Whether somebody is signed in. */
  public boolean isSignedIn() {
    return viewers.known().filter(Viewer::isSignedIn).isPresent();
  }

  /** Whether there is somebody to show anything to. */
  public boolean isKnown() {
    return viewers.known().isPresent();
  }

  /** Whether they came by to use the tools, and may see nothing else. */
  public boolean isVisitor() {
    return viewers.known().filter(one -> one.rights().isEmpty()).isPresent();
  }

  /** Whether the tools are for whoever comes by. */
  public boolean isToolsOpen() {
    return settings.openTools();
  }

  public boolean isDecider() {
    return may(Right.DECIDE);
  }

  /** Whether they may do what concerns all domains. */
  public boolean isDeciderForAll() {
    return viewers.known().filter(one -> one.mayEverywhere(Right.DECIDE)).isPresent();
  }

  public boolean isUploader() {
    return viewers.known().filter(one -> one.mayEverywhere(Right.UPLOAD)).isPresent();
  }

  /** Whether they may set what concerns all domains. */
  public boolean isAdministrator() {
    return viewers.known().filter(one -> one.mayEverywhere(Right.ADMINISTER)).isPresent();
  }

  public boolean isRetrier() {
    return may(Right.UPLOAD);
  }

  private boolean may(Right right) {
    Optional<Viewer> viewer = viewers.known();
    return viewer.isPresent() && viewer.get().may(right);
  }

  /** What the forms of this session carry; empty if there is no session. */
  public String getFormToken() {
    return isSignedIn() ? viewers.sessionKey().map(FormToken::of).orElse("") : "";
  }
}
