package dev.plumbline.cli.people;

import dev.plumbline.people.Accounts;
import dev.plumbline.store.people.Limits;
import java.util.List;
import picocli.CommandLine.Option;

/** To which domains somebody, or a token, is limited. */
final class LimitOptions {

  @Option(
      names = "--domain",
      paramLabel = "DOMAIN",
      description = "Only this domain and those below it; may be repeated (default: all).")
  private List<String> domains = List.of();

  @Option(
      names = "--group",
      paramLabel = "GROUP",
      description = "And those of this group of domains; may be repeated.")
  private List<String> groups = List.of();

  List<String> domains() {
    return domains;
  }

  List<String> groups() {
    return groups;
  }

  /** The limits; see {@link Accounts#limits}. */
  Limits limits(Accounts accounts) {
    return accounts.limits(domains, groups);
  }
}
