package dev.plumbline.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BrowserNameTest {

  @Test
  void browsers_are_called_by_their_name_and_system() {
    assertThat(
            BrowserName.of(
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"
                    + " Chrome/140.0 Safari/537.36"))
        .isEqualTo("Chrome on Linux");
    assertThat(
            BrowserName.of(
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15"
                    + " (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"))
        .isEqualTo("Safari on iPhone");
    assertThat(
            BrowserName.of(
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
                    + " Chrome/140.0 Safari/537.36 Edg/140.0"))
        .isEqualTo("Edge on Windows");
  }

  @Test
  void others_keep_what_they_say_as_far_as_it_is_short() {
    assertThat(BrowserName.of("curl/8.5.0")).isEqualTo("curl/8.5.0");
    assertThat(BrowserName.of(" ")).isEqualTo("unnamed program");
    assertThat(BrowserName.of("x".repeat(200))).hasSize(63).endsWith("...");
  }
}
