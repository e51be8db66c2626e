package dev.plumbline.sender;

import dev.plumbline.dns.IpRange;
import dev.plumbline.sender.MailService.Marks;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Services, by what they are recognised by. Look-ups take a name in any case, with or without the
 * final dot, and find the service that claims it or the nearest name above it.
 */
final class KnownServices {

  private final List<MailService> services;
  private final String version;
  private final Map<String, MailService> byKey;
  private final Map<String, MailService> signs;
  private final Map<String, MailService> envelopes;
  private final Map<String, MailService> includes;
  private final Map<String, MailService> reverses;
  private final Map<String, MailService> targets;
  private final Map<String, MailService> selectors = new HashMap<>();
  private final Map<Pattern, MailService> selectorPatterns = new LinkedHashMap<>();
  private final Map<IpRange, MailService> networks = new LinkedHashMap<>();

  /** Later services take the names that earlier ones claim as well. */
  KnownServices(List<MailService> services) {
    this.services = List.copyOf(services);
    this.version =
        UUID.nameUUIDFromBytes(services.toString().getBytes(StandardCharsets.UTF_8)).toString();
    this.byKey = new HashMap<>();
    services.forEach(service -> byKey.put(service.key(), service));
    this.signs = index(Marks::signs);
    this.envelopes = index(Marks::envelope);
    this.includes = index(Marks::include);
    this.reverses = index(Marks::reverse);
    this.targets = index(Marks::targets);
    for (MailService service : services) {
      for (String selector : service.recognise().selectors()) {
        if (selector.contains("#")) {
          selectorPatterns.put(pattern(selector), service);
        } else {
          selectors.put(selector, service);
        }
      }
      for (String network : service.recognise().networks()) {
        IpRange.parse(network).ifPresent(range -> networks.put(range, service));
      }
    }
  }

  private Map<String, MailService> index(Function<Marks, List<String>> names) {
    Map<String, MailService> index = new HashMap<>();
    for (MailService service : services) {
      names.apply(service.recognise()).forEach(name -> index.put(name, service));
    }
    return index;
  }

  private static Pattern pattern(String selector) {
    StringBuilder regex = new StringBuilder();
    for (String literal : selector.split("#", -1)) {
      regex.append(regex.isEmpty() ? "" : "[0-9]+").append(Pattern.quote(literal));
    }
    return Pattern.compile(regex.toString());
  }

  /** Stands for these services: other ones have another. */
  String version() {
    return version;
  }

  List<MailService> services() {
    return services;
  }

  Optional<MailService> byKey(String key) {
    return Optional.ofNullable(byKey.get(key));
  }

  Optional<MailService> bySigningDomain(String domain) {
    return nearest(signs, domain);
  }

  Optional<MailService> byEnvelopeDomain(String domain) {
    return nearest(envelopes, domain);
  }

  Optional<MailService> byInclude(String name) {
    return nearest(includes, name);
  }

  Optional<MailService> byReverseName(String name) {
    return nearest(reverses, name);
  }

  Optional<MailService> byKeyTarget(String name) {
    return nearest(targets, name);
  }

  Optional<MailService> bySelector(String selector) {
    String name = selector.toLowerCase(Locale.ROOT);
    @Nullable MailService exact = selectors.get(name);
    if (exact != null) {
      return Optional.of(exact);
    }
    return selectorPatterns.entrySet().stream()
        .filter(entry -> entry.getKey().matcher(name).matches())
        .map(Map.Entry::getValue)
        .findFirst();
  }

  Optional<MailService> byAddress(InetAddress ip) {
    return networks.entrySet().stream()
        .filter(entry -> entry.getKey().contains(ip))
        .max(Map.Entry.comparingByKey(Comparator.comparingInt(IpRange::prefix)))
        .map(Map.Entry::getValue);
  }

  private static Optional<MailService> nearest(Map<String, MailService> index, String name) {
    String rest = name.toLowerCase(Locale.ROOT);
    if (rest.endsWith(".")) {
      rest = rest.substring(0, rest.length() - 1);
    }
    while (!rest.isEmpty()) {
      @Nullable MailService service = index.get(rest);
      if (service != null) {
        return Optional.of(service);
      }
      int dot = rest.indexOf('.');
      rest = dot < 0 ? "" : rest.substring(dot + 1);
    }
    return Optional.empty();
  }
}
