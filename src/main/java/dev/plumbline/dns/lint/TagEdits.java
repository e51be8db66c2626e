package dev.plumbline.dns.lint;

import dev.plumbline.dns.TagList;
import dev.plumbline.dns.TagList.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The tags of a record on their way to a mended one. What is not touched stays as written. */
public final class TagEdits {

  private final List<Tag> parts;

  TagEdits(TagList tags) {
    parts = new ArrayList<>(tags.all());
  }

  /** Gives the first tag of this name a value; one that is absent is added at the end. */
  public TagEdits set(String name, String value) {
    for (int i = 0; i < parts.size(); i++) {
      Tag part = parts.get(i);
      if (part.name().equals(name)) {
        parts.set(i, new Tag(name, value, part.start(), part.end()));
        return this;
      }
    }
    parts.add(new Tag(name, value, -1, -1));
    return this;
  }

  /** Changes the value of the first tag of this name, if there is one. */
  public TagEdits update(String name, UnaryOperator<String> change) {
    return parts.stream()
        .filter(part -> part.name().equals(name))
        .findFirst()
        .map(part -> set(name, change.apply(part.value())))
        .orElse(this);
  }

  /** Removes every tag of this name. */
  public TagEdits remove(String name) {
    parts.removeIf(part -> part.name().equals(name));
    return this;
  }

  /** Removes what was written at this place. */
  public TagEdits remove(Tag written) {
    parts.removeIf(part -> part.start() == written.start());
    return this;
  }

  /** Puts a tag in place of what was written. */
  public TagEdits replace(Tag written, String name, String value) {
    parts.replaceAll(
        part ->
            part.start() == written.start()
                ? new Tag(name, value, part.start(), part.end())
                : part);
    return this;
  }

  /** Makes this the tag at an index, counted from 0, and removes others of its name. */
  public TagEdits place(int index, String name, String value) {
    remove(name);
    parts.add(Math.min(index, parts.size()), new Tag(name, value, -1, -1));
    return this;
  }

  /** The record, with the separators that DNS consoles show best. */
  String toText() {
    StringBuilder text = new StringBuilder();
    for (Tag part : parts) {
      text.append(text.isEmpty() ? "" : "; ");
      text.append(part.name()).append(part.name().isEmpty() ? "" : "=").append(part.value());
    }
    return text.toString();
  }
}
