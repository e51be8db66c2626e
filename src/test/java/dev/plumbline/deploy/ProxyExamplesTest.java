package dev.plumbline.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Proxies tell who asked, in place of what a client says of itself. */
class ProxyExamplesTest {

  @Test
  void caddy_sets_all_three_headers_and_takes_the_fourth_away() throws IOException {
    for (String file : new String[] {"proxy/Caddyfile", "compose/Caddyfile"}) {
      assertThat(DeployFiles.text(file))
          .as(file)
          .contains(
              "header_up X-Forwarded-For {remote_host}",
              "header_up X-Forwarded-Proto {scheme}",
              "header_up X-Forwarded-Host {host}",
              "header_up -Forwarded",
              "max_size 64MB");
      assertBalanced(DeployFiles.text(file));
    }
  }

  @Test
  void nginx_sets_all_three_headers_and_takes_the_fourth_away() throws IOException {
    String file = DeployFiles.text("proxy/nginx.conf");
    assertThat(file)
        .contains(
            "proxy_set_header X-Forwarded-For $remote_addr;",
            "proxy_set_header X-Forwarded-Proto $scheme;",
            "proxy_set_header X-Forwarded-Host $host;",
            "proxy_set_header Forwarded \"\";",
            "client_max_body_size 64m;");
    assertBalanced(file);
    for (String line : file.lines().map(String::strip).toList()) {
      assertThat(line).matches("|#.*|.*[;{}]");
    }
  }

  @Test
  void traefik_leads_to_one_service_and_takes_forwarded_away() throws IOException {
    Map<String, Object> file = DeployFiles.yaml(Path.of("deploy/proxy/traefik.yaml")).get(0);
    Object router = DeployFiles.at(file, "http", "routers", "plumbline");
    assertThat(DeployFiles.at(file, "http", "services").toString()).contains("127.0.0.1:8080");
    assertThat(DeployFiles.map(DeployFiles.at(file, "http", "middlewares")).keySet())
        .containsAll(
            DeployFiles.list(DeployFiles.at(router, "middlewares")).stream()
                .map(Object::toString)
                .toList());
    assertThat(
            DeployFiles.at(
                file,
                "http",
                "middlewares",
                "plumbline-forwarded",
                "headers",
                "customRequestHeaders",
                "Forwarded"))
        .isEqualTo("");
  }

  private static void assertBalanced(String text) {
    assertThat(text.chars().filter(c -> c == '{').count())
        .isEqualTo(text.chars().filter(c -> c == '}').count());
  }
}
