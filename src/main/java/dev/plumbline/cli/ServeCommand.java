package dev.plumbline.cli;

import dev.plumbline.cli.shell.AppRunner;
import dev.plumbline.cli.shell.Settings;
import dev.plumbline.people.Accounts;
import dev.plumbline.store.people.AuditLog;
import jakarta.enterprise.inject.spi.CDI;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import org.eclipse.microprofile.config.ConfigProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code plumbline serve}: mailboxes, drop folder and pages until it is told to stop. */
@Command(
    name = "serve",
    description = "Takes reports in from the configured mailboxes and serves the pages.",
    mixinStandardHelpOptions = true)
public final class ServeCommand implements Callable<Integer> {

  @Mixin private Address address = new Address();

  @Override
  public Integer call() {
    address.apply();
    Settings settings = Settings.load();
    // Before anything is set that nobody said.
    Map<String, String> told = settings.told();
    return new AppRunner(settings)
        .serve(
            () -> {
              StartedWith.note(
                  told,
                  CDI.current().select(AuditLog.class).get(),
                  CDI.current().select(Clock.class).get().instant());
              String link = settings.isOnNetwork() ? settings.address() + "/" : link();
              System.out.println("Plumbline is ready: " + link + "   (stop with Ctrl-C)");
              if (settings.isOnNetwork()) {
                CDI.current()
                    .select(Accounts.class)
                    .get()
                    .firstLink()
                    .ifPresent(first -> tellOf(settings.address() + first.path()));
              }
              return 0;
            });
  }

  private static void tellOf(String link) {
    System.out.println(
        "Nobody can sign in yet. This link makes the first administrator, once: " + link);
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
