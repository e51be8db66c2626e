package dev.plumbline.intake;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Mailbox accounts from settings as a user writes them. */
public final class Accounts {

  private Accounts() {}

  /** The mailbox {@code test} with these settings: name, value, name, value ... */
  public static MailboxAccount of(String... namesAndValues) {
    Map<String, String> properties = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      properties.put("plumbline.mailboxes.test." + namesAndValues[i], namesAndValues[i + 1]);
    }
    return MailboxAccount.of("test", settings(properties).byName().get("test"));
  }

  /** The settings of all mailboxes, by full names. */
  static MailboxesSettings settings(Map<String, String> properties) {
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .withSources(new PropertiesConfigSource(properties, "test", 300))
        .withConverter(Duration.class, 200, new DurationConverter())
        .withMapping(MailboxesSettings.class)
        .build()
        .getConfigMapping(MailboxesSettings.class);
  }
}
