package dev.plumbline.store;

import jakarta.enterprise.context.RequestScoped;

/** Whether the request at hand may be answered by what was stored some seconds ago. */
@RequestScoped
public class LateReads {

  private boolean allowed;

  /** From here on it may. */
  public void allow() {
    allowed = true;
  }

  public boolean areAllowed() {
    return allowed;
  }
}
