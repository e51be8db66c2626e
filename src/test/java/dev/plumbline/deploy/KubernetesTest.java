package dev.plumbline.deploy;

import static dev.plumbline.deploy.DeployFiles.at;
import static dev.plumbline.deploy.DeployFiles.list;
import static dev.plumbline.deploy.DeployFiles.map;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.io.StringReader;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** {@code deploy/kubernetes}, read by the types of its API. */
class KubernetesTest {

  private static final Path FOLDER = Path.of("deploy/kubernetes");
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Map<String, Class<?>> KINDS =
      Map.of(
          "v1/Namespace", Namespace.class,
          "v1/ServiceAccount", ServiceAccount.class,
          "v1/Service", Service.class,
          "apps/v1/Deployment", Deployment.class,
          "networking.k8s.io/v1/Ingress", Ingress.class,
          "networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class,
          "policy/v1/PodDisruptionBudget", PodDisruptionBudget.class);

  @Test
  void every_file_is_listed_and_every_field_is_one_of_its_kind() throws Exception {
    Map<String, Object> list = DeployFiles.yaml(FOLDER.resolve("kustomization.yaml")).get(0);
    Set<String> listed = new TreeSet<>();
    for (Object name : list(list.get("resources"))) {
      listed.add(name.toString());
      for (Map<String, Object> one : DeployFiles.yaml(FOLDER.resolve(name.toString()))) {
        String kind = one.get("apiVersion") + "/" + one.get("kind");
        assertThat(KINDS).as(name.toString()).containsKey(kind);
        List<String> unknown = new ArrayList<>();
        visit(kind, JSON.convertValue(one, KINDS.get(kind)), unknown);
        assertThat(unknown).as(name.toString()).isEmpty();
      }
    }
    try (var files = Files.list(FOLDER)) {
      assertThat(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(name -> name.endsWith(".yaml") && !name.equals("kustomization.yaml")))
          .containsExactlyInAnyOrderElementsOf(listed);
    }
  }

  /** Its types keep what they do not know. */
  private static void visit(String path, Object value, List<String> unknown) throws Exception {
    if (value instanceof Collection<?> several) {
      for (Object one : several) {
        visit(path, one, unknown);
      }
    } else if (value instanceof Map<?, ?> several) {
      visit(path, several.values(), unknown);
    } else if (value instanceof KubernetesResource) {
      for (Method method : value.getClass().getMethods()) {
        if (!method.getName().startsWith("get") || method.getParameterCount() > 0) {
          continue;
        }
        Object below = method.invoke(value);
        if (method.getName().equals("getAdditionalProperties")) {
          map(below).keySet().forEach(name -> unknown.add(path + "." + name));
        } else if (below instanceof Collection
            || below instanceof Map
            || below instanceof KubernetesResource) {
          visit(path + "." + method.getName().substring(3), below, unknown);
        }
      }
    }
  }

  @Test
  void a_misspelt_field_would_be_seen() throws Exception {
    JsonNode wrong =
        JSON.readTree("{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"nmae\":\"x\"}]}}}}");
    List<String> unknown = new ArrayList<>();
    visit("it", JSON.treeToValue(wrong, Deployment.class), unknown);
    assertThat(unknown).isNotEmpty().allMatch(one -> one.endsWith(".nmae"));
  }

  @Test
  void each_container_has_limits_and_may_do_nothing() throws IOException {
    Object pod =
        at(DeployFiles.yaml(FOLDER.resolve("deployment.yaml")).get(0), "spec", "template", "spec");
    assertThat(at(pod, "securityContext", "runAsNonRoot")).isEqualTo(true);
    assertThat(at(pod, "automountServiceAccountToken")).isEqualTo(false);
    List<Object> containers = new ArrayList<>(list(at(pod, "containers")));
    containers.addAll(list(at(pod, "initContainers")));
    assertThat(containers).hasSize(2);
    for (Object one : containers) {
      assertThat(at(one, "resources", "limits", "memory")).isNotNull();
      assertThat(at(one, "resources", "requests", "memory")).isNotNull();
      assertThat(at(one, "securityContext", "readOnlyRootFilesystem")).isEqualTo(true);
      assertThat(at(one, "securityContext", "allowPrivilegeEscalation")).isEqualTo(false);
      assertThat(list(at(one, "securityContext", "capabilities", "drop"))).containsExactly("ALL");
    }
    Object server = list(at(pod, "containers")).get(0);
    for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
      assertThat(at(server, probe, "httpGet", "path").toString()).startsWith("/q/health/");
    }
  }

  @Test
  void settings_are_known_and_secrets_are_files() throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(Files.readString(FOLDER.resolve("plumbline.properties"))));
    for (String name : properties.stringPropertyNames()) {
      assertThat(DeployFiles.isSetting(name)).as(name).isTrue();
      if (name.matches(".*(password|secret|token).*")) {
        assertThat(name).endsWith("-file");
        assertThat(properties.getProperty(name)).startsWith("/etc/plumbline/secrets/");
      }
    }
    try (var files = Files.list(FOLDER)) {
      for (Path file : files.filter(one -> one.toString().endsWith(".yaml")).toList()) {
        assertThat(Files.readString(file)).doesNotContain("kind: Secret", "stringData");
      }
    }
  }
}
