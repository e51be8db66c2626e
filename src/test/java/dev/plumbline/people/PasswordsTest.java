package dev.plumbline.people;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PasswordsTest {

  private final Passwords passwords = new Passwords();

  @Test
  void a_password_is_kept_as_a_hash_of_its_own_and_found_again() {
    String hash = passwords.hash("correct horse battery");
    assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    assertThat(passwords.hash("correct horse battery")).isNotEqualTo(hash);
    assertThat(passwords.matches("correct horse battery", hash)).isTrue();
    assertThat(passwords.matches("Correct horse battery", hash)).isFalse();
    assertThat(passwords.isOld(hash)).isFalse();
    assertThat(passwords.matchesNobody("correct horse battery")).isFalse();
  }

  @Test
  void weak_ones_are_refused_with_the_reason() {
    assertThat(passwords.problem("short", "ada@example.org")).get().asString().contains("12");
    assertThat(passwords.problem("aaaaaaaaaaaaaa", "ada@example.org")).isPresent();
    assertThat(passwords.problem("ada@example.org1", "ada@example.org")).isPresent();
    assertThat(passwords.problem("correct horse battery", "ada@example.org")).isEmpty();
  }
}
