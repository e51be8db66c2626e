package dev.plumbline.web;

import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.Locale;

/**
 * How wide a page is and in which colours. Two of the four looks show each width and each colour
 * scheme; {@code -Dplumbline.looks=all} takes all four.
 */
enum Look {
  DESKTOP_LIGHT(1280, ColorScheme.LIGHT),
  PHONE_DARK(360, ColorScheme.DARK),
  DESKTOP_DARK(1280, ColorScheme.DARK),
  PHONE_LIGHT(360, ColorScheme.LIGHT);

  final int width;
  final ColorScheme colours;

  Look(int width, ColorScheme colours) {
    this.width = width;
    this.colours = colours;
  }

  /** The looks that tests go over. */
  static List<Look> looked() {
    return "all".equals(System.getProperty("plumbline.looks"))
        ? List.of(values())
        : List.of(DESKTOP_LIGHT, PHONE_DARK);
  }

  /** For the name of a picture, as {@code desktop-light}. */
  String suffix() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
