package dev.plumbline.store.figures;

import java.util.List;
import java.util.Set;

/**
 * One figure, for one or for several things.
 *
 * @param name as {@code plumbline_domain_messages}, its unit last
 * @param help one sentence
 * @param label what {@code values} are told apart by, empty if there is only one
 */
public record Figure(String name, String help, List<String> label, List<Value> values) {

  public Figure {
    label = List.copyOf(label);
    values = List.copyOf(values);
  }

  /** The same for some things alone. */
  public Figure only(Set<String> things) {
    return new Figure(
        name,
        help,
        label,
        values.stream().filter(one -> things.contains(one.words().get(0))).toList());
  }

  /** One value, with one word for each label. */
  public record Value(List<String> words, double value) {

    public Value {
      words = List.copyOf(words);
    }
  }
}
