package dev.plumbline.review.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpfIdentityTest {

  @Test
  void dns_is_asked_for_the_a_labels_of_names_in_whatever_script() {
    SpfIdentity of = SpfIdentity.of(null, "anna@bücher.example", "mx.bücher.example").orElseThrow();
    assertThat(of.domain()).isEqualTo("xn--bcher-kva.example");
    assertThat(of.mailFrom()).isEqualTo("anna@xn--bcher-kva.example");
    assertThat(of.helo()).isEqualTo("mx.xn--bcher-kva.example");
    assertThat(SpfIdentity.of("bücher.example", null, null).orElseThrow().domain())
        .isEqualTo("xn--bcher-kva.example");
  }
}
