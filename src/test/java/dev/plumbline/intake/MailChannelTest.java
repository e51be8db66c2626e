package dev.plumbline.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailChannelTest {

  @ParameterizedTest
  @ValueSource(strings = {"mailbox:main", "smtp", "lmtp"})
  void what_anybody_can_send_is_mail(String channel) {
    assertThat(Within.isMail(channel)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"folder", "upload", "rest", "cli", "post"})
  void what_somebody_chose_is_not(String channel) {
    assertThat(Within.isMail(channel)).isFalse();
  }
}
