package dev.plumbline.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What is wrong with a file, in words: what Java says is often its path alone. */
public final class FileTrouble {

  private FileTrouble() {}

  /** As {@link #said}, of a file that was to be made: what is missing is its folder. */
  public static String saidOfNew(IOException failure) {
    return failure instanceof NoSuchFileException ? "there is no such folder." : said(failure);
  }

  /** The second half of a sentence that named the file, as "it does not exist." */
  public static String said(IOException failure) {
    String message = String.valueOf(failure.getMessage());
    if (message.contains("Is a directory")) {
      return "it is a folder.";
    }
    if (failure instanceof NoSuchFileException || message.contains("No such file or directory")) {
      return "it does not exist.";
    }
    if (failure instanceof AccessDeniedException
        || (failure instanceof FileNotFoundException && message.contains("Permission denied"))) {
      return "that is not allowed.";
    }
    if (failure instanceof FileSystemException file) {
      return file.getReason() == null ? "it cannot be opened." : file.getReason() + ".";
    }
    return message.endsWith(".") ? message : message + ".";
  }
}
