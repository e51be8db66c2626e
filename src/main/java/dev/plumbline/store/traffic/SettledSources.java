package dev.plumbline.store.traffic;

/**
 * Where a few sources are looked up: quick to plan as long as the days of a domain are settled, or
 * else exact at every moment. Whoever asks the first asks in the same statement whether they are.
 */
final class SettledSources {

  static final String DAYS = "settled_day_source";

  static final String DAYS_AT_EVERY_MOMENT = "counted_day_source";

  private SettledSources() {}
}
