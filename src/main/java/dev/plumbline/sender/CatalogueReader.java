package dev.plumbline.sender;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpRange;
import dev.plumbline.sender.MailService.Authorization;
import dev.plumbline.sender.MailService.Entry;
import dev.plumbline.sender.MailService.Marks;
import dev.plumbline.sender.MailService.ReturnPath;
import dev.plumbline.sender.MailService.SpfAdvice;
import dev.plumbline.standing.Service.Role;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a catalogue file and checks that its entries are whole and agree with each other. */
final class CatalogueReader {

  private static final Set<String> PLACEHOLDERS =
      Set.of("domain", "domain-dashed", "selector", "account");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)\\}");
  private static final Pattern SELECTOR = Pattern.compile("[a-z0-9#]([a-z0-9._#-]*[a-z0-9#])?");

  private static final YAMLMapper YAML =
      YAMLMapper.builder(
              YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  /** What the sentences about errors begin with. */
  private final String source;

  private CatalogueReader(String source) {
    this.source = source;
  }

  private record File(List<MailService> services) {}

  /**
   * Reads a catalogue.
   *
   * @param source says what is read, at the beginning of error messages
   * @throws IllegalArgumentException with one sentence for users if anything is wrong with it
   */
  static List<MailService> read(String source, String yaml) {
    CatalogueReader reader = new CatalogueReader(source);
    List<MailService> services = reader.parse(yaml);
    reader.check(services);
    return List.copyOf(services);
  }

  private List<MailService> parse(String yaml) {
    File file;
    try {
      file = yaml.isBlank() ? new File(List.of()) : YAML.readValue(yaml, File.class);
    } catch (UnrecognizedPropertyException e) {
      throw new IllegalArgumentException(
          "%s, %s: there is no field \"%s\" here; known are %s."
              .formatted(
                  source,
                  place(e.getLocation()),
                  e.getPropertyName(),
                  e.getKnownPropertyIds().stream()
                      .map(String::valueOf)
                      .sorted()
                      .collect(Collectors.joining(", "))));
    } catch (JsonMappingException e) {
      throw new IllegalArgumentException(
          "%s, %s, field %s: %s."
              .formatted(
                  source, place(e.getLocation()), field(e), firstSentence(e.getOriginalMessage())));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "%s, %s: not YAML: %s."
              .formatted(source, place(e.getLocation()), firstSentence(e.getOriginalMessage())));
    }
    if (file == null || file.services() == null) {
      throw new IllegalArgumentException(source + " has no list named \"services\".");
    }
    return file.services();
  }

  private static String place(@Nullable JsonLocation location) {
    return location == null ? "at an unknown line" : "near line " + location.getLineNr();
  }

  private static String field(JsonMappingException e) {
    String path =
        e.getPath().stream()
            .map(step -> step.getFieldName() == null ? "" + step.getIndex() : step.getFieldName())
            .collect(Collectors.joining("."));
    return path.isEmpty() ? "services" : path;
  }

  private static String firstSentence(String message) {
    return message
        .lines()
        .findFirst()
        .orElse("")
        .replaceAll("`(?:[^`]*\\.)?([A-Za-z$]+)`", "$1")
        .replaceAll(" \\((set|but could|token) .*", "")
        .strip();
  }

  // --- what each entry must hold ---

  private void check(List<MailService> services) {
    Set<String> keys = new HashSet<>();
    for (MailService service : services) {
      if (service == null || isBlank(service.key())) {
        throw new IllegalArgumentException(source + ": every entry needs a key.");
      }
      checkDomain(service, "key", service.key());
      if (!keys.add(service.key())) {
        throw wrong(service, "the key is used by two entries");
      }
      checkShape(service);
      checkMarks(service, service.recognise());
      if (service.authorize() != null) {
        checkAuthorization(service, service.authorize());
      }
    }
    checkClaims(services);
  }

  private void checkShape(MailService service) {
    if (isBlank(service.name()) || service.kind() == null) {
      throw wrong(service, "name and kind are required");
    }
    if (service.recognise() == null || service.recognise().isEmpty()) {
      throw wrong(service, "\"recognise\" must give at least one name to recognise it by");
    }
    boolean passesOn = service.kind().role() == Role.PASSES_ON;
    if (passesOn && service.authorize() != null) {
      throw wrong(service, "a %s must not have \"authorize\"".formatted(service.kind().label()));
    }
    if (!passesOn && service.authorize() == null) {
      throw wrong(service, "\"authorize\" is missing");
    }
    if (!service.certain() && isBlank(service.note())) {
      throw wrong(service, "\"certain: no\" needs a note that says what is uncertain");
    }
  }

  private void checkMarks(MailService service, Marks marks) {
    marks.signs().forEach(name -> checkDomain(service, "signs", name));
    marks.envelope().forEach(name -> checkDomain(service, "envelope", name));
    marks.include().forEach(name -> checkDomain(service, "include", name));
    marks.reverse().forEach(name -> checkDomain(service, "reverse", name));
    marks.targets().forEach(name -> checkDomain(service, "targets", name));
    for (String selector : marks.selectors()) {
      if (!SELECTOR.matcher(selector).matches()) {
        throw wrong(
            service, "\"%s\" is no selector in lower case, with # for digits".formatted(selector));
      }
    }
    for (String network : marks.networks()) {
      if (IpRange.parse(network).isEmpty()) {
        throw wrong(service, "\"%s\" is no network like 192.0.2.0/24".formatted(network));
      }
    }
  }

  private void checkAuthorization(MailService service, Authorization how) {
    if (how.spf() == null || how.returnPath() == null || isBlank(how.where())) {
      throw wrong(service, "\"authorize\" needs dkim, spf, return_path, where and link");
    }
    if (isBlank(how.link()) || !how.link().matches("https://[a-z0-9.-]+(/\\S*)?")) {
      throw wrong(service, "\"link\" must be an https address");
    }
    for (Entry record : how.dkim()) {
      if (record.type() == null || isBlank(record.name()) || isBlank(record.value())) {
        throw wrong(service, "a record of \"dkim\" needs type, name and value");
      }
      if (!record.name().equals(Entry.SHOWN) && !record.name().endsWith("._domainkey.{domain}")) {
        throw wrong(service, "\"%s\" must end in ._domainkey.{domain}".formatted(record.name()));
      }
      checkPattern(service, record.name());
      checkPattern(service, record.value());
    }
    checkSpf(service, how.spf());
    checkReturnPath(service, how.returnPath());
  }

  private void checkSpf(MailService service, SpfAdvice spf) {
    if (isBlank(spf.why())) {
      throw wrong(service, "\"spf\" needs a sentence under why");
    }
    if (spf.use() != (spf.include() != null)) {
      throw wrong(service, "\"spf\" names an include if, and only if, it is of use");
    }
    if (spf.include() != null) {
      checkPattern(service, spf.include());
    }
  }

  private void checkReturnPath(MailService service, ReturnPath path) {
    boolean whole = path.type() != null && path.name() != null && path.value() != null;
    boolean none = path.type() == null && path.name() == null && path.value() == null;
    if (!none && !(whole && path.offered())) {
      throw wrong(service, "\"return_path\" has type, name and value together, if it is offered");
    }
    if (path.name() != null && path.value() != null) {
      if (!path.name().equals(Entry.SHOWN) && !path.name().endsWith(".{domain}")) {
        throw wrong(service, "\"%s\" must end in .{domain}".formatted(path.name()));
      }
      checkPattern(service, path.name());
      checkPattern(service, path.value());
    }
  }

  /** A domain name with placeholders, or {@code shown}. */
  private void checkPattern(MailService service, String pattern) {
    if (pattern.equals(Entry.SHOWN)) {
      return;
    }
    Matcher placeholder = PLACEHOLDER.matcher(pattern);
    while (placeholder.find()) {
      if (!PLACEHOLDERS.contains(placeholder.group(1))) {
        throw wrong(
            service,
            "%s is no placeholder; known are {domain}, {domain-dashed}, {selector} and {account}"
                .formatted(placeholder.group()));
      }
    }
    checkDomain(service, "record", PLACEHOLDER.matcher(pattern).replaceAll("x"));
  }

  private void checkDomain(MailService service, String field, String name) {
    boolean valid =
        name.contains(".")
            && DomainName.parse(name)
                .filter(DomainName::isHostName)
                .filter(parsed -> parsed.toString().equals(name))
                .isPresent();
    if (!valid) {
      throw wrong(service, "\"%s\" in %s is no domain name in lower case".formatted(name, field));
    }
  }

  // --- whether entries agree ---

  private void checkClaims(List<MailService> services) {
    Map<String, MailService> claims = new HashMap<>();
    for (MailService service : services) {
      Marks marks = service.recognise();
      claim(claims, service, "signs", marks.signs());
      claim(claims, service, "envelope", marks.envelope());
      claim(claims, service, "include", marks.include());
      claim(claims, service, "reverse", marks.reverse());
      claim(claims, service, "selectors", marks.selectors());
      claim(claims, service, "targets", marks.targets());
      claim(claims, service, "networks", marks.networks());
    }
  }

  private void claim(
      Map<String, MailService> claims, MailService service, String field, List<String> names) {
    for (String name : names) {
      MailService other = claims.put(field + " " + name, service);
      if (other != null) {
        throw wrong(
            service,
            "\"%s\" in %s is claimed by %s as well"
                .formatted(
                    name, field, other.key().equals(service.key()) ? "itself" : other.key()));
      }
    }
  }

  private static boolean isBlank(@Nullable String text) {
    return text == null || text.isBlank();
  }

  private IllegalArgumentException wrong(MailService service, String what) {
    return new IllegalArgumentException("%s, entry %s: %s.".formatted(source, service.key(), what));
  }
}
