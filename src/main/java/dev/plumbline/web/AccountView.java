package dev.plumbline.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's own account.
 *
 * @param login null if nobody has to sign in
 * @param said what was just done
 * @param secret a token that was just made; it is shown this once
 */
public record AccountView(
    List<Tab> tabs,
    @Nullable String login,
    String lead,
    @Nullable String said,
    @Nullable String secret,
    boolean hasPassword,
    boolean secondFactor,
    @Nullable NewSecret newSecret,
    List<SessionLine> sessions,
    List<TokenLine> tokens,
    List<Choice> rights) {

  public AccountView {
    tabs = List.copyOf(tabs);
    sessions = List.copyOf(sessions);
    tokens = List.copyOf(tokens);
    rights = List.copyOf(rights);
  }

  /**
   * A secret for the second factor.
   *
   * @param picture the data of an SVG path that cameras read
   * @param size the width of the picture
   */
  public record NewSecret(String hex, String typed, String picture, int size) {}

  /** A browser that is signed in. */
  public record SessionLine(String agent, String address, String since, String seen, boolean own) {}

  /** A token of a program. */
  public record TokenLine(
      long id,
      String name,
      @Nullable String owner,
      String rights,
      String domains,
      String state,
      String css,
      String used,
      boolean alive) {}

  /** Something to tick. */
  public record Choice(String value, String label) {}
}
