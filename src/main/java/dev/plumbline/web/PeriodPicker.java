package dev.plumbline.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The choice of a period, as the pages show it.
 *
 * @param label the days shown now
 * @param action the page to ask again
 * @param kept what else its address says
 * @param from first day, ISO, for the form
 * @param to last day, ISO, for the form
 * @param custom whether none of the choices is the one shown
 * @param note why the period ends where it does, null if that needs no word
 */
public record PeriodPicker(
    String label,
    List<Choice> choices,
    String action,
    List<HiddenField> kept,
    String from,
    String to,
    boolean custom,
    @Nullable String note) {

  public PeriodPicker {
    choices = List.copyOf(choices);
    kept = List.copyOf(kept);
  }

  /** One of the ready choices; {@code current} is null if it is not the one shown. */
  public record Choice(String label, String href, @Nullable String current) {}
}
