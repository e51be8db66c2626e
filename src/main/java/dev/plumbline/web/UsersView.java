package dev.plumbline.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everybody who may sign in.
 *
 * @param link an address that was just made, to be handed on; it is shown this once
 */
public record UsersView(
    List<Tab> tabs,
    String summary,
    @Nullable String said,
    @Nullable String link,
    List<UserLine> users,
    List<GroupLine> groups,
    List<AccountView.TokenLine> tokens) {

  public UsersView {
    tabs = List.copyOf(tabs);
    users = List.copyOf(users);
    groups = List.copyOf(groups);
    tokens = List.copyOf(tokens);
  }

  /** Somebody; {@code domains} and {@code groups} as they are typed. */
  public record UserLine(
      long id,
      String login,
      String name,
      String role,
      boolean unmask,
      String domains,
      String groups,
      String sees,
      String state,
      String css,
      String signsIn,
      boolean disabled,
      boolean secondFactor) {}

  /** A group of domains. */
  public record GroupLine(String name, String domains) {}
}
