package dev.plumbline.web;

import dev.plumbline.dns.DomainName;
import io.quarkus.qute.TemplateExtension;
import java.util.List;

/** Names of domains in pages: links have A-labels, people read what they write. */
@TemplateExtension
final class DomainNames {

  private DomainNames() {}

  /** {@code name.shown}: with its A-labels beside it where letters of several scripts meet. */
  static String shown(String name) {
    return DomainName.forPeople(name);
  }

  /** {@code name.parts}: the same as labels with their dots, where a narrow cell may fold it. */
  static List<String> parts(String name) {
    return List.of(DomainName.forPeople(name).split("(?<=[.])"));
  }
}
