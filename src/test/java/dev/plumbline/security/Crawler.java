package dev.plumbline.security;

import dev.plumbline.people.FormToken;
import dev.plumbline.security.Neighbours.Value;
import dev.plumbline.security.Routes.Route;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks as somebody, for values that are chosen by name. */
final class Crawler {

  private static final String BOUNDARY = "crawl-boundary";

  /** What is new each time a page is made. */
  private static final Pattern FRESH =
      Pattern.compile(
          "plb_[\\w-]+|value=\"[0-9a-f]{40}\"|<code[^>]*>[A-Z2-7]{32}<|<path d=[^>]+>"
              + "|_age_seconds\\{[^}]*} [\\d.E-]+");

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final Neighbours neighbours;
  private final Map<String, String> headers;
  private final @Nullable String formToken;

  private Crawler(Neighbours neighbours, Map<String, String> headers, @Nullable String formToken) {
    this.neighbours = neighbours;
    this.headers = headers;
    this.formToken = formToken;
  }

  static Crawler nobody(Neighbours neighbours) {
    return new Crawler(neighbours, Map.of(), null);
  }

  static Crawler withSession(Neighbours neighbours, String key) {
    return withSession(neighbours, key, FormToken.of(key));
  }

  static Crawler withSession(Neighbours neighbours, String key, @Nullable String formToken) {
    return new Crawler(neighbours, Map.of("Cookie", "plumbline=" + key), formToken);
  }

  static Crawler withToken(Neighbours neighbours, String secret) {
    return new Crawler(neighbours, Map.of("Authorization", "Bearer " + secret), null);
  }

  /**
   * An answer.
   *
   * @param asked the values it was asked for
   */
  record Answer(int status, String location, String type, String body, Collection<String> asked) {

    /** Without what it was asked for, be it foreign or unknown, and what is new each time. */
    Answer alike(Collection<String> known) {
      return new Answer(
          status,
          masked(decoded(location), known),
          type,
          masked(FRESH.matcher(body).replaceAll("?"), known),
          List.of());
    }

    /** Without what it was asked for. */
    String told() {
      return masked(decoded(location) + "\n" + body, asked);
    }

    /** An address within an address is encoded twice. */
    private static String decoded(String address) {
      return decode(decode(address));
    }

    private static String decode(String text) {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static String masked(String text, Collection<String> values) {
      var longest =
          new TreeSet<String>(
              Comparator.comparing(String::length)
                  .reversed()
                  .thenComparing(Comparator.naturalOrder()));
      for (String value : values) {
        longest.add(value);
        longest.add(encoded(value));
      }
      String masked = text;
      for (String value : longest) {
        masked = masked.replaceAll("(?<![\\w-])" + Pattern.quote(value) + "(?!\\w)", "?");
      }
      return masked;
    }
  }

  /** Asks a route, without any query, for values of each name. */
  Answer ask(Route route, Function<Value, String> which) {
    return ask(route, which, which, List.of());
  }

  /** As {@link #ask(Route, Function)}, with some names of the query. */
  Answer ask(
      Route route,
      Function<Value, String> domain,
      Function<Value, String> others,
      Collection<String> query) {
    Map<String, String> values = new TreeMap<>();
    for (String name : route.variables()) {
      values.put(name, pick(route, name, domain, others));
    }
    Map<String, String> asked = new TreeMap<>();
    query.forEach(name -> asked.put(name, pick(route, name, domain, others)));
    Map<String, String> fields = new TreeMap<>();
    route.fields().forEach(name -> fields.put(name, pick(route, name, domain, others)));
    String path = route.filled(values) + (asked.isEmpty() ? "" : "?" + form(asked));
    var told = new TreeSet<>(values.values());
    told.addAll(asked.values());
    told.addAll(fields.values());
    String about = domain.apply(neighbours.value(route, "domain"));
    told.add(about);
    return send(route.method(), path, route, about, fields, told);
  }

  /** Asks by a method that the route may not know. */
  Answer askBy(String method, Route route, Function<Value, String> which) {
    Map<String, String> values = new TreeMap<>();
    for (String name : route.variables()) {
      values.put(name, which.apply(neighbours.value(route, name)));
    }
    return send(method, route.filled(values), null, "", Map.of(), values.values());
  }

  private String pick(
      Route route, String name, Function<Value, String> domain, Function<Value, String> others) {
    return (name.equals("domain") ? domain : others).apply(neighbours.value(route, name));
  }

  private Answer send(
      String method,
      String path,
      @Nullable Route route,
      String about,
      Map<String, String> fields,
      Collection<String> asked) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path));
    headers.forEach(request::header);
    if (route == null || route.isRead()) {
      request.method(method, BodyPublishers.noBody());
    } else if (route.consumes().startsWith("multipart/")) {
      request
          .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
          .method(method, BodyPublishers.ofString(multipart(fields)));
    } else if (route.isForPrograms()) {
      request
          .header(
              "Content-Type", route.consumes().isEmpty() ? "application/json" : route.consumes())
          .method(method, BodyPublishers.ofString(neighbours.body(route, about)));
    } else {
      Map<String, String> form = new TreeMap<>(fields);
      if (formToken != null) {
        form.put(FormToken.FIELD, formToken);
      }
      request
          .header("Content-Type", "application/x-www-form-urlencoded")
          .method(method, BodyPublishers.ofString(form(form)));
    }
    try {
      HttpResponse<String> answer = CLIENT.send(request.build(), BodyHandlers.ofString());
      return new Answer(
          answer.statusCode(),
          answer.headers().firstValue("Location").orElse(""),
          answer.headers().firstValue("Content-Type").orElse(""),
          answer.body(),
          asked);
    } catch (IOException e) {
      throw new AssertionError(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(one -> encoded(one.getKey()) + "=" + encoded(one.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** A file, and the form's token. */
  private String multipart(Map<String, String> fields) {
    StringBuilder parts = new StringBuilder();
    if (formToken != null) {
      parts.append(part("name=\"" + FormToken.FIELD + '"', formToken));
    }
    fields.forEach(
        (name, file) ->
            parts.append(
                part(
                    "name=\"%s\"; filename=\"%s\"".formatted(name.equals("*") ? "a" : name, file),
                    "no report at all")));
    return parts + "--" + BOUNDARY + "--\r\n";
  }

  private static String part(String what, String content) {
    return "--%s\r\nContent-Disposition: form-data; %s\r\n\r\n%s\r\n"
        .formatted(BOUNDARY, what, content);
  }
}
