package dev.plumbline.spf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.plumbline.dns.FakeDns;
import dev.plumbline.dns.IpAddresses;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The public RFC 7208 test suite, one test per case. The file is not part of this project; where it
 * is not at hand, one test says so. No deviation is expected: every case must pass.
 */
class Rfc7208SuiteTest {

  private static final Path SUITE =
      Path.of("../shared/corpus/spf/pyspf--rfc7208-tests.yml").toAbsolutePath().normalize();

  @TestFactory
  Stream<DynamicNode> every_case_of_the_public_suite_gives_the_result_it_asks_for()
      throws IOException {
    if (!Files.exists(SUITE)) {
      return Stream.of(dynamicTest("suite", () -> abort("The RFC 7208 suite is not at " + SUITE)));
    }
    List<DynamicNode> cases = new ArrayList<>();
    try (Reader reader = Files.newBufferedReader(SUITE, StandardCharsets.UTF_8)) {
      for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(reader)) {
        Map<?, ?> scenario = (Map<?, ?>) document;
        Map<?, ?> zone = (Map<?, ?>) scenario.get("zonedata");
        ((Map<?, ?>) scenario.get("tests"))
            .forEach((name, test) -> cases.add(oneCase(scenario, name, (Map<?, ?>) test, zone)));
      }
    }
    assertThat(cases).hasSizeGreaterThan(200);
    return cases.stream();
  }

  private static DynamicTest oneCase(
      Map<?, ?> scenario, Object name, Map<?, ?> test, Map<?, ?> zone) {
    return dynamicTest(
        scenario.get("description") + ": " + name,
        () -> {
          SpfQuery query =
              SpfQuery.of(
                  IpAddresses.parse(text(test.get("host"))).orElseThrow(),
                  text(test.get("mailfrom")),
                  text(test.get("helo")));
          SpfVerdict verdict = new SpfEvaluator(dns(zone)).evaluate(query);
          Object wanted = test.get("result");
          List<?> accepted = wanted instanceof List<?> list ? list : List.of(wanted);
          assertThat(accepted.stream().map(Object::toString))
              .as("%s", verdict)
              .contains(verdict.result().wire());
          String explanation = text(test.get("explanation"));
          if (test.get("explanation") != null) {
            assertThat(verdict.explanation())
                .isEqualTo(explanation.equals("DEFAULT") ? null : explanation);
          }
        });
  }

  /** SPF records stand for TXT records unless the name has TXT entries of its own. */
  private static FakeDns dns(Map<?, ?> zone) {
    FakeDns dns = new FakeDns();
    zone.forEach(
        (key, entries) -> {
          String name = key.toString();
          boolean ownTxt =
              ((List<?>) entries)
                  .stream().anyMatch(e -> e instanceof Map<?, ?> m && m.containsKey("TXT"));
          for (Object entry : (List<?>) entries) {
            if (entry instanceof Map<?, ?> record) {
              Object type = record.keySet().iterator().next();
              put(dns, name, type.toString(), record.get(type), ownTxt);
            }
          }
          if (((List<?>) entries).contains("TIMEOUT")) {
            dns.failRest(name);
          }
        });
    return dns;
  }

  private static void put(FakeDns dns, String name, String type, Object value, boolean ownTxt) {
    switch (type) {
      case "SPF" -> {
        if (!ownTxt) {
          dns.txt(name, joined(value));
        }
      }
      case "TXT" -> {
        if (!"NONE".equals(value)) {
          dns.txt(name, joined(value));
        }
      }
      case "A" -> dns.a(name, text(value));
      case "AAAA" -> dns.aaaa(name, text(value));
      case "MX" -> {
        List<?> mx = (List<?>) value;
        dns.mx(name, (Integer) mx.get(0), text(mx.get(1)));
      }
      case "PTR" -> dns.ptrAt(name, text(value));
      case "CNAME" -> dns.cname(name, text(value));
      default -> throw new AssertionError("Record type " + type + " not among " + Set.of("A"));
    }
  }

  private static String joined(Object value) {
    return value instanceof List<?> strings
        ? String.join("", strings.stream().map(Object::toString).toList())
        : text(value);
  }

  private static String text(Object value) {
    return value == null ? "" : value.toString();
  }
}
