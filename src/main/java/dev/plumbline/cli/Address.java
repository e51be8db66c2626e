package dev.plumbline.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the pages are served, before what the settings say. */
final class Address {

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = {"TCP port to listen on; 0 takes any free one.", "Before plumbline.http.port."})
  private @Nullable Integer port;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = {"Address to listen on.", "Before plumbline.http.host."})
  private @Nullable String host;

  /** Puts both in front of all settings; those check them. */
  void apply() {
    if (port != null) {
      System.setProperty("plumbline.http.port", Integer.toString(port));
    }
    if (host != null) {
      System.setProperty("plumbline.http.host", host);
    }
  }
}
