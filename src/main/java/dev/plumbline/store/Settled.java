package dev.plumbline.store;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Questions that are quick as long as the days of a domain are settled. Who asks one asks in the
 * same statement whether they are, and is told so by a row of its own if not.
 */
public final class Settled {

  /** True of a domain, its one parameter, of which settled days lack something or have too much. */
  public static final String ARE_NOT =
      """
      exists (select 1 from open_day where domain_id = ?)
        or exists (select 1 from reporter_exclusion where ended_at is null)\
      """;

  private Settled() {}

  /**
   * What was found, or what is exact at every moment if days are not settled.
   *
   * @param tellsSo of a row, that they are not; both answers may hold it, and this one does not
   */
  public static <T> List<T> or(List<T> found, Predicate<T> tellsSo, Supplier<List<T>> exact) {
    return found.stream().noneMatch(tellsSo)
        ? found
        : exact.get().stream().filter(tellsSo.negate()).toList();
  }
}
