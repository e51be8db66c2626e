package dev.plumbline.people;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;

/** Who tried to sign in, for tests that share one address and one program with all others. */
@ApplicationScoped
public class Triers {

  private final Instance<Throttle> throttle;

  Triers(Instance<Throttle> throttle) {
    this.throttle = throttle;
  }

  /** Forgets what was tried so far, as a program does that starts. */
  public void forget() {
    throttle.destroy(throttle.get());
  }
}
