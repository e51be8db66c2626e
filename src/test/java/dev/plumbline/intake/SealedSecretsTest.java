package dev.plumbline.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedSecretsTest {

  @TempDir Path folder;

  @Test
  void a_secret_comes_back_as_it_was_and_shows_in_nothing_that_is_kept() {
    SealedSecrets seals = new SealedSecrets(folder.resolve("below/secrets.key"));
    String sealed = seals.seal("mailbox a password", "hush, wörd");
    assertThat(sealed)
        .doesNotContain("hush")
        .isNotEqualTo(seals.seal("mailbox a password", "hush, wörd"));
    assertThat(
            new SealedSecrets(folder.resolve("below/secrets.key"))
                .open("mailbox a password", sealed))
        .isEqualTo("hush, wörd");
  }

  @Test
  void the_key_is_made_once_and_its_owners_alone() throws Exception {
    Path file = folder.resolve("secrets.key");
    SealedSecrets seals = new SealedSecrets(file);
    seals.seal("x", "y");
    String key = Files.readString(file);
    seals.seal("x", "y");
    assertThat(Files.readString(file)).isEqualTo(key);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void a_secret_is_opened_for_nothing_but_what_it_is_of() {
    SealedSecrets seals = new SealedSecrets(folder.resolve("secrets.key"));
    String sealed = seals.seal("mailbox a password", "hush");
    assertThatThrownBy(() -> seals.open("mailbox b password", sealed))
        .isInstanceOf(MailboxException.class);
  }

  @Test
  void what_is_wrong_with_the_key_is_one_sentence() throws Exception {
    Path file = folder.resolve("secrets.key");
    SealedSecrets seals = new SealedSecrets(file);
    String sealed = seals.seal("x", "y");
    Path kept = Files.move(file, folder.resolve("kept"));
    assertThatThrownBy(() -> seals.open("x", sealed))
        .hasMessageContaining("its key %s is missing".formatted(file))
        .hasMessageContaining("give the secret again");
    seals.seal("x", "z");
    assertThatThrownBy(() -> seals.open("x", sealed))
        .hasMessageContaining("sealed with another key");
    Files.writeString(file, "no key");
    assertThatThrownBy(() -> seals.open("x", sealed)).hasMessageContaining("32 bytes in Base64");
    Files.delete(file);
    Files.move(kept, file);
    assertThat(seals.open("x", sealed)).isEqualTo("y");
  }
}
