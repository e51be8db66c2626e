package dev.plumbline.sender;

import dev.plumbline.dns.IpRange;
import dev.plumbline.sender.MailService.Marks;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The services that Plumbline knows. Look-ups take a name in any case, with or without the final
 * dot, and find the service that claims it or the nearest name above it.
 */
public final class Catalogue {

  private static final String BUNDLED = "catalogue.yaml";

  private final List<MailService> services;
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
  private Catalogue(List<MailService> services) {
    this.services = List.copyOf(services);
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

  /** The services that come with Plumbline. */
  public static Catalogue bundled() {
    return new Catalogue(bundledServices());
  }

  /**
   * The services that come with Plumbline, and those of a file of the operator's. An entry of the
   * file takes the place of the bundled one with its key, and the names that other bundled ones
   * claim as well.
   *
   * @throws IllegalArgumentException with one sentence for users if the file cannot be used
   */
  public static Catalogue with(Path file) {
    String source = "plumbline.catalogue-file: " + file;
    String yaml;
    try {
      yaml = Files.readString(file);
    } catch (MalformedInputException e) {
      throw new IllegalArgumentException(source + " is not UTF-8 text.");
    } catch (IOException e) {
      throw new IllegalArgumentException(source + " cannot be read.");
    }
    return of(bundledServices(), CatalogueReader.read(source, yaml));
  }

  /** Services, some of them overridden. */
  static Catalogue of(List<MailService> services, List<MailService> overriding) {
    Map<String, MailService> merged = new LinkedHashMap<>();
    services.forEach(service -> merged.put(service.key(), service));
    for (MailService service : overriding) {
      merged.remove(service.key());
      merged.put(service.key(), service);
    }
    return new Catalogue(new ArrayList<>(merged.values()));
  }

  private static List<MailService> bundledServices() {
    try (InputStream in = Catalogue.class.getResourceAsStream(BUNDLED)) {
      if (in == null) {
        throw new IllegalStateException("The program's file " + BUNDLED + " is missing");
      }
      return CatalogueReader.read(BUNDLED, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException("The program's file " + BUNDLED + " cannot be read", e);
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

  /** All services; those that override come last. */
  public List<MailService> services() {
    return services;
  }

  /** The service with a key. */
  public Optional<MailService> byKey(String key) {
    return Optional.ofNullable(byKey.get(key));
  }

  /** The service that signs in its own name with a domain. */
  public Optional<MailService> bySigningDomain(String domain) {
    return nearest(signs, domain);
  }

  /** The service with an envelope domain of its own. */
  public Optional<MailService> byEnvelopeDomain(String domain) {
    return nearest(envelopes, domain);
  }

  /** The service whose SPF record has a name. */
  public Optional<MailService> byInclude(String name) {
    return nearest(includes, name);
  }

  /** The service whose hosts have a reverse name; the caller has confirmed the name. */
  public Optional<MailService> byReverseName(String name) {
    return nearest(reverses, name);
  }

  /** The service whose key a key name leads to as CNAME. */
  public Optional<MailService> byKeyTarget(String name) {
    return nearest(targets, name);
  }

  /** The service that uses a selector few others use. */
  public Optional<MailService> bySelector(String selector) {
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

  /** The service to which the operator's file gives an address; the narrowest network counts. */
  public Optional<MailService> byAddress(InetAddress ip) {
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
