package dev.plumbline.review.json;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.plumbline.dns.InertText;
import org.jspecify.annotations.Nullable;

/**
 * Has what drives a terminal or turns the direction of writing written by its number, which is the
 * same to programs that read JSON.
 */
final class InertEscapes extends CharacterEscapes {

  private static final long serialVersionUID = 1L;
  private static final int DELETE = 0x7F;

  private final int[] ascii;

  InertEscapes() {
    ascii = standardAsciiEscapesForJSON();
    ascii[DELETE] = ESCAPE_STANDARD;
  }

  @Override
  public int[] getEscapeCodesForAscii() {
    return ascii.clone();
  }

  @Override
  public @Nullable SerializableString getEscapeSequence(int c) {
    // Halves of characters beyond the first plane come one by one, and stay together.
    return InertText.isPlain(c) || Character.isSurrogate((char) c)
        ? null
        : new SerializedString("\\u%04x".formatted(c));
  }
}
