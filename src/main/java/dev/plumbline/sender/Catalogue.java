package dev.plumbline.sender;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The services that Plumbline knows: those that come with it, over them those that somebody gave
 * while it runs, and over these those of the operator's file. Look-ups take a name in any case,
 * with or without the final dot, and find the service that claims it or the nearest name above it.
 */
public final class Catalogue {

  private static final String BUNDLED = "catalogue.yaml";

  private final List<MailService> bundled;
  private final List<MailService> configured;
  private volatile KnownServices known;

  private Catalogue(List<MailService> bundled, List<MailService> configured) {
    this.bundled = List.copyOf(bundled);
    this.configured = List.copyOf(configured);
    this.known = new KnownServices(merged(List.of(bundled, configured)));
  }

  /** The services that come with Plumbline. */
  public static Catalogue bundled() {
    return new Catalogue(bundledServices(), List.of());
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
    return new Catalogue(services, overriding);
  }

  /**
   * Lays services over those that come with Plumbline from now on, in the place of those that were
   * laid over before; those of the operator's file stay over them.
   *
   * @param yaml of the form of that file; empty for none
   * @throws IllegalArgumentException with one sentence for users if it cannot be used
   */
  public void layOver(String yaml) {
    known = new KnownServices(merged(List.of(bundled, read(yaml), configured)));
  }

  /**
   * How many services a text describes, of the form of the operator's file.
   *
   * @throws IllegalArgumentException with one sentence for users if it cannot be used
   */
  public static int count(String yaml) {
    return read(yaml).size();
  }

  private static List<MailService> read(String yaml) {
    return CatalogueReader.read("These services", yaml);
  }

  private static List<MailService> merged(List<List<MailService>> layers) {
    Map<String, MailService> merged = new LinkedHashMap<>();
    for (List<MailService> layer : layers) {
      for (MailService service : layer) {
        merged.remove(service.key());
        merged.put(service.key(), service);
      }
    }
    return new ArrayList<>(merged.values());
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

  /** Stands for all services as they are now: once one is another, it is another. */
  public String version() {
    return known.version();
  }

  /** All services; those that override come last. */
  public List<MailService> services() {
    return known.services();
  }

  /** The service with a key. */
  public Optional<MailService> byKey(String key) {
    return known.byKey(key);
  }

  /** The service that signs in its own name with a domain. */
  public Optional<MailService> bySigningDomain(String domain) {
    return known.bySigningDomain(domain);
  }

  /** The service with an envelope domain of its own. */
  public Optional<MailService> byEnvelopeDomain(String domain) {
    return known.byEnvelopeDomain(domain);
  }

  /** The service whose SPF record has a name. */
  public Optional<MailService> byInclude(String name) {
    return known.byInclude(name);
  }

  /** The service whose hosts have a reverse name; the caller has confirmed the name. */
  public Optional<MailService> byReverseName(String name) {
    return known.byReverseName(name);
  }

  /** The service whose key a key name leads to as CNAME. */
  public Optional<MailService> byKeyTarget(String name) {
    return known.byKeyTarget(name);
  }

  /** The service that uses a selector few others use. */
  public Optional<MailService> bySelector(String selector) {
    return known.bySelector(selector);
  }

  /** The service to which the operator's file gives an address; the narrowest network counts. */
  public Optional<MailService> byAddress(InetAddress ip) {
    return known.byAddress(ip);
  }
}
