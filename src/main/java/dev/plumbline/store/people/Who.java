package dev.plumbline.store.people;

/**
 * Who does something, for the audit log.
 *
 * @param name how they signed in, the name of a token, or the user of this machine
 * @param address where from: an IP address, or {@code command line}
 */
public record Who(String name, String address) {

  /** Somebody at a shell of this machine. */
  public static Who atShell(String user) {
    return new Who(user, "command line");
  }
}
