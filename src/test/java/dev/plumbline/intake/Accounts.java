package dev.plumbline.intake;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;

/** Mailbox accounts from settings as a user writes them. */
final class Accounts {

  private Accounts() {}

  /** The mailbox {@code test} with these settings: name, value, name, value ... */
  static MailboxAccount of(String... namesAndValues) {
    Map<String, String> properties = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      properties.put("plumbline.mailboxes.test." + namesAndValues[i], namesAndValues[i + 1]);
    }
    MailboxesSettings settings =
        new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .addDiscoveredConverters()
            .withSources(new PropertiesConfigSource(properties, "test", 300))
            .withConverter(
                java.time.Duration.class,
                200,
                new io.quarkus.runtime.configuration.DurationConverter())
            .withMapping(MailboxesSettings.class)
            .build()
            .getConfigMapping(MailboxesSettings.class);
    return MailboxAccount.of("test", settings.byName().get("test"));
  }
}
