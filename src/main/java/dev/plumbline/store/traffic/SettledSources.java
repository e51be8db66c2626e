package dev.plumbline.store.traffic;

/**
 * Where a few sources are looked up: quick to plan as long as the days of a domain are settled, or
 * else exact at every moment. Whoever asks the first asks in the same statement whether they are.
 */
final class SettledSources {

  static final String DAYS = "settled_day_source";

  static final String DAYS_AT_EVERY_MOMENT = "counted_day_source";

  /** True of a domain, its one parameter, of which the first lacks something or has too much. */
  static final String ARE_NOT =
      """
      exists (select 1 from open_day where domain_id = ?)
        or exists (select 1 from reporter_exclusion where ended_at is null)\
      """;

  private SettledSources() {}
}
