package dev.plumbline.cli;

import dev.plumbline.cli.shell.AppRunner;
import dev.plumbline.cli.shell.Settings;
import java.util.concurrent.Callable;
import org.eclipse.microprofile.config.ConfigProvider;
import picocli.CommandLine.Command;

/** {@code plumbline serve}: mailboxes, drop folder and pages until it is told to stop. */
@Command(
    name = "serve",
    description = "Takes reports in from the configured mailboxes and serves the pages.",
    mixinStandardHelpOptions = true)
public final class ServeCommand implements Callable<Integer> {

  @Override
  public Integer call() {
    return new AppRunner(Settings.load())
        .serve(
            () -> {
              System.out.println("Plumbline is ready: " + link() + "   (stop with Ctrl-C)");
              return 0;
            });
  }

  /** The address of the first page. */
  static String link() {
    var config = ConfigProvider.getConfig();
    String host = config.getValue("quarkus.http.host", String.class);
    // Quarkus publishes the port it was given here when the setting is 0.
    String port =
        config
            .getOptionalValue("local.server.port", String.class)
            .orElseGet(() -> config.getValue("quarkus.http.port", String.class));
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + "/";
  }
}
