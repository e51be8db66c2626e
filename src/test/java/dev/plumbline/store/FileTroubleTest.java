package dev.plumbline.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipFile;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTroubleTest {

  @Test
  void what_is_wrong_with_a_file_is_told_in_words_and_not_by_its_path(@TempDir Path folder) {
    Path none = folder.resolve("none");
    assertThat(said(() -> Files.readString(none))).isEqualTo("it does not exist.");
    assertThat(said(() -> new FileInputStream(none.toFile()))).isEqualTo("it does not exist.");
    assertThat(said(() -> new ZipFile(none.toFile()))).isEqualTo("it does not exist.");
    assertThat(said(() -> Files.readString(folder))).isEqualTo("it is a folder.");
    assertThat(said(() -> new ZipFile(folder.toFile()))).isEqualTo("it is a folder.");
    assertThat(FileTrouble.said(new AccessDeniedException("/secret")))
        .isEqualTo("that is not allowed.");
    assertThat(FileTrouble.said(new FileSystemException("/full", null, "No space left on device")))
        .isEqualTo("No space left on device.");
    assertThat(FileTrouble.said(new IOException("Stream closed"))).isEqualTo("Stream closed.");
  }

  private static String said(ThrowingCallable opening) {
    return FileTrouble.said(catchThrowableOfType(IOException.class, opening));
  }
}
