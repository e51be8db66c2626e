package dev.plumbline.store.checks;

import jakarta.enterprise.context.ApplicationScoped;

/** Everything a round of re-checks reads and keeps. */
@ApplicationScoped
public class CheckStore {

  private final CheckTargets targets;
  private final CheckedDomains domains;
  private final Records records;
  private final Verdicts verdicts;
  private final Keys keys;
  private final ReverseNameStore names;
  private final Services services;
  private final AuthorDomains authors;

  CheckStore(
      CheckTargets targets,
      CheckedDomains domains,
      Records records,
      Verdicts verdicts,
      Keys keys,
      ReverseNameStore names,
      Services services,
      AuthorDomains authors) {
    this.targets = targets;
    this.domains = domains;
    this.records = records;
    this.verdicts = verdicts;
    this.keys = keys;
    this.names = names;
    this.services = services;
    this.authors = authors;
  }

  /** What there is to check. */
  public CheckTargets targets() {
    return targets;
  }

  /** When domains were checked. */
  public CheckedDomains domains() {
    return domains;
  }

  /** Record sets and how they changed. */
  public Records records() {
    return records;
  }

  /** SPF of sources. */
  public Verdicts verdicts() {
    return verdicts;
  }

  /** DKIM keys. */
  public Keys keys() {
    return keys;
  }

  /** Names of sources. */
  public ReverseNameStore names() {
    return names;
  }

  /** Which service lists a source. */
  public Services services() {
    return services;
  }

  /** Names in From: fields. */
  public AuthorDomains authors() {
    return authors;
  }
}
