package dev.plumbline.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.people.FormToken;
import dev.plumbline.people.ProgramTokens;
import dev.plumbline.security.RawClient.Answer;
import dev.plumbline.security.Routes.Route;
import dev.plumbline.store.Table;
import dev.plumbline.store.people.ApiTokens.Draft;
import dev.plumbline.store.people.Limits;
import dev.plumbline.store.people.Person;
import dev.plumbline.store.people.Who;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Requests to every route there is, with hostile values in whatever can be written: path, query,
 * form, body, headers and method. None is answered by a failure, and nothing of it stands in a page
 * unescaped. {@code -Dplumbline.fuzz.requests=4000} sends more, {@code -Dplumbline.fuzz.seed}
 * others.
 */
@QuarkusTest
@TestProfile(RequestFuzzTest.AfterOthers.class)
class RequestFuzzTest {

  /** With a profile of its own it comes after those whose pages would show what it changes. */
  public static final class AfterOthers implements QuarkusTestProfile {}

  private static final int REQUESTS = Integer.getInteger("plumbline.fuzz.requests", 300);
  private static final long SEED = Long.getLong("plumbline.fuzz.seed", 20_261_129L);

  private static final String BOSS = "fuzz-boss@people.example";

  /** What ends the session that asks. */
  private static final List<String> ENDING =
      List.of("/sign-out", "/account/password", "/account/second-factor");

  private static final List<String> METHODS =
      List.of("GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "BREW");

  /** Stands in everything that would be markup, were it not escaped. */
  private static final List<String> MARKUP =
      List.of(
          "fz\"'><img src=x onerror=fz>",
          "fz</script><script>fz()</script>",
          "fz\" onfocus=fz autofocus x=\"",
          "fz--><svg/onload=fz><!--",
          "fz</title></textarea><b>",
          "javascript:fz\"<",
          "{fz\"<}{{fz\"<}}${fz\"<}<%fz\"<%>");

  private static final Pattern UNESCAPED =
      Pattern.compile(
          "fz\"'>|fz\" onfocus|<img src=x|<script>fz|fz</script|<svg/onload|fz--><|fz</title>"
              + "|fz\"<[}%]|(href|src|action)=[\"']?javascript:fz");

  private static final Pattern INSIDES =
      Pattern.compile(
          "Error id|\\tat [a-z]+\\.|(java|jakarta|org\\.\\w+|io\\.\\w+)\\.[\\w.]+Exception");

  private static final List<String> VALUES =
      List.of(
          "",
          "\u0000",
          "fz\r\nX-Fuzz: 1\r\n\r\n",
          "\t\n",
          "\u202efz",
          "\ud83d\udca9",
          "b\u00fccher.fuzz.example",
          "xn--",
          "xn--a.example",
          "xn--bcher-kva.fuzz.example",
          ".",
          "..",
          "a..example",
          "-a.example",
          "*.example",
          "a".repeat(64) + ".example",
          ("a".repeat(60) + ".").repeat(6) + "example",
          "a".repeat(3_000),
          "../../../etc/passwd",
          "..%2f..%2fetc%2fpasswd",
          "-1",
          "0",
          "1e9",
          "NaN",
          "9223372036854775807",
          "9223372036854775808",
          "99999999999999999999999",
          "999999999999999999",
          "0000-00-00",
          "2026-02-30",
          "-999999999-01-01",
          "+999999999-12-31",
          "9999-12-31",
          "2026-11-20T00:00:00Z",
          "999.1.1.1",
          "::",
          "::ffff:192.0.2.1",
          "fe80::1%eth0",
          "192.0.2.1/33",
          "' or 1=1 --",
          "%",
          "\\",
          "(",
          "=1+1",
          "null",
          "{}",
          "[]",
          "own-crawl.example",
          "foreign-crawl.example",
          "2026-11-20",
          "all",
          "name",
          "json",
          "ip:192.0.2.77",
          "ip:fz",
          "service:fz",
          "@",
          "a@b",
          "fz@" + "a".repeat(300) + ".example",
          "v=spf1 include:a.fuzz.example -all",
          "v=DMARC1; p=fz\"<",
          "v=spf1 " + "a ".repeat(900),
          "&a [*a, *a]",
          "- {name: fz, spf: [a.fuzz.example]}",
          "!!javax.script.ScriptEngineManager []",
          "http://192.0.2.1/");

  private static final List<String> HEADERS =
      List.of(
          "Accept: application/json",
          "Accept: text/csv",
          "Accept: nonsense",
          "Accept: */*;q=fz",
          "Accept: " + "a/b,".repeat(500),
          "Accept-Language: fz\"<, ;;q=x",
          "Accept-Charset: fz",
          "Range: bytes=0-0,-1,9-",
          "If-None-Match: \"fz",
          "If-Modified-Since: fz",
          "User-Agent: fz\"'><img src=x onerror=fz>",
          "Referer: fz\"'><img src=x onerror=fz>",
          "Cookie: zone=fz\"<; theme=fz; a=" + "b".repeat(2_000),
          "X-Http-Method-Override: DELETE",
          "Traceparent: 00-fz",
          "X-Request-Id: fz\"<",
          "Sec-Fetch-Site: none",
          "Upgrade: fz",
          "Expect: fz",
          "Last-Event-Id: fz",
          "Mcp-Session-Id: fz",
          "Content-Encoding: gzip",
          "Content-Language: fz",
          "Idempotency-Key: fz\"<");

  private static final List<String> TYPES =
      List.of(
          "application/x-www-form-urlencoded",
          "application/x-www-form-urlencoded; charset=fz",
          "multipart/form-data",
          "multipart/form-data; boundary=fz",
          "multipart/form-data; boundary=\"",
          "application/json",
          "application/json; charset=utf-16",
          "application/xml",
          "text/plain",
          "message/rfc822",
          "application/gzip",
          "fz",
          "/;;",
          "");

  private static final List<String> BODIES =
      List.of(
          "",
          "{",
          "{}",
          "[]",
          "null",
          "\"fz\"",
          "1e999999",
          "[".repeat(20_000),
          "{\"a\":".repeat(5_000),
          "{\"sender\":{\"a\":[]},\"verdict\":1,\"note\":null}",
          "{\"sender\":\"fz\\u0000\",\"verdict\":\"ours\"}",
          "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":[]}",
          "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"fz\"}}",
          "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"senders\","
              + "\"arguments\":{\"domain\":[\"fz\\u0000\"]}}}",
          "a=%zz&b=%",
          "form_token=fz&form_token=&=&&&;",
          "--fz\r\n\r\nfz\r\n--fz--",
          "--fz\r\n"
              + "Content-Disposition: form-data; name=\"files\"; filename=\"\u0000fz\"\r\n\r\n"
              + "fz\r\n"
              + "--fz--",
          "--fz\r\nContent-Disposition: form-data; name=\"files\"; filename=\"../fz\"\r\n"
              + "Content-Transfer-Encoding: base64\r\n\r\n%%%\r\n--fz--",
          "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b SYSTEM"
              + " \"file:///etc/passwd\">]><feedback>&b;</feedback>",
          "\u001f\u008b\u0008\u0000fz",
          "PK\u0003\u0004fz",
          "From: fz\r\n\r\nfz");

  @Inject People people;
  @Inject ProgramTokens tokens;
  @Inject Neighbours neighbours;
  @Inject BeanManager beans;
  @Inject DataSource database;

  private final Random random = new Random(SEED);
  private List<Route> routes;
  private String session;
  private String secret;

  @BeforeEach
  void put() {
    neighbours.put();
    Person boss = people.add(BOSS, "administrator");
    session = people.session(boss);
    secret =
        tokens
            .create(
                Who.atShell("test"),
                new Draft("fuzz", null, EnumSet.copyOf(ProgramTokens.GRANTABLE), Limits.NONE, null))
            .secret();
    routes = Routes.of(beans).stream().filter(route -> !ENDING.contains(route.path())).toList();
  }

  /** What was made is not for others to find. */
  @AfterEach
  void nothingIsLeft() {
    for (String sql :
        List.of(
            "delete from setting where changed_by like '%%%s'",
            "delete from mailbox where changed_by like '%%%s'",
            "delete from decision where decided_by like '%%%s'",
            "delete from reporter_exclusion where excluded_by like '%%%s'",
            "delete from alert_mute where made_by like '%%%s'",
            "delete from test_mail where made_by like '%%%s'")) {
      Table.change(database, sql.formatted(BOSS));
    }
    people.clear();
  }

  @Test
  void no_request_makes_the_server_fail_or_stands_in_a_page_as_markup() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < REQUESTS; i++) {
      // Each route is asked, and then whichever.
      Route route = routes.get(i < routes.size() ? i : random.nextInt(routes.size()));
      String request = request(route);
      Answer answer = RawClient.ask(request);
      String amiss = amiss(answer);
      if (!amiss.isEmpty()) {
        wrong.add(
            "%s of %s: %s%n%.1500s%n-> %d %.300s"
                .formatted(amiss, route, i, request, answer.status(), answer.body()));
      }
      if (answer.header("Location").startsWith("/sign-in")) {
        session = people.session(people.add("again-" + i + "-" + BOSS, "administrator"));
      }
    }
    assertThat(wrong).as("seed %d: %d of %d", SEED, wrong.size(), REQUESTS).isEmpty();
  }

  private static String amiss(Answer answer) {
    if (!answer.closed()) {
      return "no end";
    }
    if (answer.status() < 200 || answer.status() > 499) {
      return "status " + answer.status();
    }
    if (answer.headers().stream()
        .anyMatch(header -> header.toLowerCase(Locale.ROOT).startsWith("x-fuzz"))) {
      return "a header of the request's";
    }
    if (!answer.body().isEmpty() && answer.header("Content-Security-Policy").isEmpty()) {
      return "no policy";
    }
    String type = answer.header("Content-Type");
    boolean markup = type.contains("html") || type.contains("svg") || type.contains("xml");
    if (markup && UNESCAPED.matcher(answer.body()).find()) {
      return "unescaped";
    }
    return INSIDES.matcher(answer.body()).find() ? "insides" : "";
  }

  // --- a request ---

  private String request(Route route) {
    String method = chance(85) ? route.method() : any(METHODS);
    String body = method.equals("GET") || method.equals("HEAD") ? "" : body(route);
    StringBuilder request = new StringBuilder();
    request.append(method).append(' ').append(address(route)).append(" HTTP/1.1\r\n");
    request.append("Host: localhost\r\nConnection: close\r\n");
    if (chance(90)) {
      request.append(
          route.isForPrograms()
              ? "Authorization: Bearer " + secret + "\r\n"
              : "Cookie: plumbline=" + session + "\r\n");
    }
    for (int more = random.nextInt(3); more > 0; more--) {
      request.append(any(HEADERS)).append("\r\n");
    }
    if (!body.isEmpty()) {
      String type = type(route);
      if (!type.isEmpty()) {
        request.append("Content-Type: ").append(type).append("\r\n");
      }
      request.append("Content-Length: ").append(body.length()).append("\r\n");
    }
    return request.append("\r\n").append(body).toString();
  }

  private String address(Route route) {
    var values =
        route.variables().stream()
            .distinct()
            .collect(Collectors.toMap(name -> name, name -> encoded(value(route, name))));
    StringBuilder address = new StringBuilder(route.filled(values));
    String sign = "?";
    for (String name : route.query()) {
      if (chance(60)) {
        address.append(sign).append(name).append('=').append(encoded(value(route, name)));
        sign = "&";
      }
    }
    if (chance(10)) {
      address.append(sign).append(encoded(hostile())).append('=').append(encoded(hostile()));
    }
    return address.toString();
  }

  private String type(Route route) {
    if (chance(20)) {
      return any(TYPES);
    }
    if (!route.consumes().isEmpty()) {
      return route.consumes() + (route.consumes().startsWith("multipart/") ? "; boundary=fz" : "");
    }
    return route.isForPrograms() ? "application/json" : "application/x-www-form-urlencoded";
  }

  private String body(Route route) {
    if (chance(route.isForPrograms() ? 60 : 15)) {
      return any(BODIES);
    }
    if (route.isForPrograms()) {
      return latin("{\"%s\":\"%s\"}".formatted(any(List.of("sender", "note")), hostile()));
    }
    if (route.consumes().startsWith("multipart/")) {
      return latin(multipart(route));
    }
    StringBuilder form = new StringBuilder("form_token=" + FormToken.of(session));
    for (String name : route.fields()) {
      if (chance(85)) {
        form.append('&').append(name).append('=').append(encoded(value(route, name)));
      }
    }
    return form.toString();
  }

  private String multipart(Route route) {
    StringBuilder parts = new StringBuilder(part("name=\"form_token\"", FormToken.of(session)));
    for (String name : route.fields()) {
      parts.append(
          part(
              "name=\"%s\"; filename=\"%s\"".formatted(name.equals("*") ? "a" : name, hostile()),
              any(BODIES)));
    }
    return parts + "--fz--\r\n";
  }

  private static String part(String what, String content) {
    return "--fz\r\nContent-Disposition: form-data; %s\r\n\r\n%s\r\n".formatted(what, content);
  }

  /** One that makes sense, or none that does. */
  private String value(Route route, String name) {
    if (chance(35)) {
      var known = neighbours.value(route, name);
      return chance(70) ? known.foreign() : known.own();
    }
    return hostile();
  }

  private String hostile() {
    return chance(40) ? any(MARKUP) : any(VALUES);
  }

  /** As it has to be in an address, and now and then not. */
  private String encoded(String value) {
    boolean badly = chance(8);
    StringBuilder text = new StringBuilder();
    for (byte one : value.getBytes(StandardCharsets.UTF_8)) {
      char sign = (char) (one & 0xff);
      boolean plain = sign > ' ' && sign < 0x7f && "%&+#=;".indexOf(sign) < 0;
      if ((sign < 0x7f && Character.isLetterOrDigit(sign)) || (badly && plain)) {
        text.append(sign);
      } else {
        text.append("%%%02x".formatted((int) sign));
      }
    }
    return chance(3) ? text + any(List.of("%zz", "%", "%c3", "%ed%a0%80", "%00")) : text.toString();
  }

  private static String latin(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
