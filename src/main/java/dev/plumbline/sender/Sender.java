package dev.plumbline.sender;

import dev.plumbline.sender.MailService.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sender.
 *
 * @param kind {@code own}, the kind of a catalogued service, {@code service}, {@code asn} or {@code
 *     network}
 * @param service its catalogue entry, null if it has none
 * @param evidence what it is named by, as sentences, the weightiest first
 */
public record Sender(
    String key, String name, String kind, @Nullable MailService service, List<String> evidence) {

  public Sender {
    evidence = List.copyOf(evidence);
  }

  static Sender of(MailService service) {
    return new Sender(
        "service:" + service.key(), service.name(), service.kind().wire(), service, List.of());
  }

  static Sender ofDomain(String domain) {
    return new Sender("service:" + domain, domain, "service", null, List.of());
  }

  /** The addresses of a network from which our own signatures come, apart from its others. */
  Sender signing() {
    return new Sender("signed:" + key, name + ", signed as yours", kind, service, evidence);
  }

  Sender because(List<String> sentences) {
    return new Sender(key, name, kind, service, sentences);
  }

  boolean is(Kind... kinds) {
    return service != null && List.of(kinds).contains(service.kind());
  }
}
