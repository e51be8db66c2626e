package dev.plumbline.deploy;

import static dev.plumbline.deploy.DeployFiles.at;
import static dev.plumbline.deploy.DeployFiles.list;
import static dev.plumbline.deploy.DeployFiles.map;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code deploy/compose}: what it says is what compose reads, and what Plumbline knows. */
class ComposeTest {

  private static final Path FILE = Path.of("deploy/compose/compose.yaml");

  /** Of the compose specification, what is used: a misspelt key is none of them. */
  private static final Set<String> KEYS_OF_A_SERVICE =
      Set.of(
          "image",
          "restart",
          "ports",
          "environment",
          "volumes",
          "networks",
          "depends_on",
          "read_only",
          "cap_drop",
          "security_opt",
          "tmpfs",
          "secrets",
          "stop_grace_period",
          "shm_size",
          "healthcheck",
          "profiles");

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)(:[-?][^}]*)?}");

  @Test
  void every_key_is_one_of_the_specification() throws IOException {
    Map<String, Object> file = DeployFiles.yaml(FILE).get(0);
    assertThat(file.keySet())
        .containsExactlyInAnyOrder("name", "services", "secrets", "networks", "volumes");
    for (Map.Entry<String, Object> service : map(file.get("services")).entrySet()) {
      assertThat(KEYS_OF_A_SERVICE)
          .as(service.getKey())
          .containsAll(map(service.getValue()).keySet());
    }
  }

  @Test
  void what_a_service_names_is_there() throws IOException {
    Map<String, Object> file = DeployFiles.yaml(FILE).get(0);
    Set<String> volumes = map(file.get("volumes")).keySet();
    Set<String> networks = map(file.get("networks")).keySet();
    Set<String> secrets = map(file.get("secrets")).keySet();
    Set<String> services = map(file.get("services")).keySet();
    for (Object service : map(file.get("services")).values()) {
      assertThat(names(at(service, "networks"))).isSubsetOf(networks);
      assertThat(names(at(service, "secrets"))).isSubsetOf(secrets);
      assertThat(names(at(service, "depends_on"))).isSubsetOf(services);
      for (String volume : names(at(service, "volumes"))) {
        String from = volume.split(":")[0];
        assertThat(
                from.startsWith("./")
                    ? Files.exists(FILE.resolveSibling(from))
                    : volumes.contains(from))
            .as(volume)
            .isTrue();
      }
    }
  }

  @Test
  void plumbline_is_told_settings_it_knows_and_secrets_as_files_only() throws IOException {
    Map<String, Object> told =
        map(at(DeployFiles.yaml(FILE).get(0), "services", "plumbline", "environment"));
    for (Map.Entry<String, Object> one : told.entrySet()) {
      if (one.getKey().startsWith("PLUMBLINE_")) {
        assertThat(DeployFiles.isVariable(one.getKey())).as(one.getKey()).isTrue();
      }
      if (one.getKey().matches(".*(PASSWORD|SECRET|TOKEN).*")) {
        assertThat(one.getKey()).endsWith("_FILE");
        assertThat(one.getValue().toString()).startsWith("/run/secrets/");
      }
    }
    assertThat(told)
        .containsEntry("PLUMBLINE_HTTP_TRUSTED_PROXY", "172.28.9.2")
        .containsEntry("PLUMBLINE_HTTP_PUBLIC_URL", "https://${PLUMBLINE_NAME}");
    assertThat(
            at(
                DeployFiles.yaml(FILE).get(0),
                "services",
                "proxy",
                "networks",
                "front",
                "ipv4_address"))
        .isEqualTo("172.28.9.2");
  }

  @Test
  void plumbline_may_do_no_more_than_it_has_to() throws IOException {
    Object service = at(DeployFiles.yaml(FILE).get(0), "services", "plumbline");
    assertThat(at(service, "read_only")).isEqualTo(true);
    assertThat(list(at(service, "cap_drop"))).containsExactly("ALL");
    assertThat(list(at(service, "security_opt"))).containsExactly("no-new-privileges:true");
    assertThat(at(service, "ports")).as("reached by the proxy alone").isNull();
    assertThat(at(DeployFiles.yaml(FILE).get(0), "services", "postgres", "ports")).isNull();
  }

  @Test
  void every_variable_is_in_the_example_of_the_environment() throws IOException {
    Set<String> used = new TreeSet<>();
    Matcher variable = VARIABLE.matcher(Files.readString(FILE));
    while (variable.find()) {
      used.add(variable.group(1));
    }
    Set<String> told = new TreeSet<>();
    for (String line : DeployFiles.text("compose/.env.example").lines().toList()) {
      if (!line.startsWith("#") && line.contains("=")) {
        told.add(line.substring(0, line.indexOf('=')));
      }
    }
    assertThat(told).isEqualTo(used);
  }

  private static List<String> names(Object several) {
    if (several == null) {
      return List.of();
    }
    return several instanceof Map
        ? List.copyOf(map(several).keySet())
        : list(several).stream().map(Object::toString).toList();
  }
}
