package dev.plumbline.standing.transport;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a domain published about its transport security when it was last asked for.
 *
 * @param mtaSts the TXT record that announces a policy; null if there is none
 * @param stsState whether the policy is known
 * @param mode of the policy file: {@code enforce}, {@code testing} or {@code none}; null if there
 *     is none that can be read
 * @param patterns of mail servers in the policy
 * @param hosts mail servers of the domain
 * @param uncovered of them, those the policy does not name
 * @param tlsRpt the TXT record that asks for reports; null if there is none
 * @param tlsa mail servers with TLSA records
 * @param servers what mail servers showed when they were connected to; empty if that is not allowed
 * @param problems sentences about what is wrong
 */
public record Published(
    State stsState,
    @Nullable String mtaSts,
    @Nullable String mode,
    List<String> patterns,
    State hostState,
    List<String> hosts,
    List<String> uncovered,
    State tlsRptState,
    @Nullable String tlsRpt,
    State tlsaState,
    List<String> tlsa,
    List<ServerNow> servers,
    List<String> problems) {

  public static final Published UNKNOWN =
      new Published(
          State.UNKNOWN,
          null,
          null,
          List.of(),
          State.UNKNOWN,
          List.of(),
          List.of(),
          State.UNKNOWN,
          null,
          State.UNKNOWN,
          List.of(),
          List.of(),
          List.of());

  public Published {
    patterns = List.copyOf(patterns);
    hosts = List.copyOf(hosts);
    uncovered = List.copyOf(uncovered);
    tlsa = List.copyOf(tlsa);
    // What was kept before servers were asked says nothing of them.
    servers = servers == null ? List.of() : List.copyOf(servers);
    problems = List.copyOf(problems);
  }

  /** Whether something is known to be there. */
  public enum State {
    /** It is. */
    THERE,
    /** It is known that there is none. */
    NONE,
    /** Not asked, or not answered. */
    UNKNOWN
  }
}
