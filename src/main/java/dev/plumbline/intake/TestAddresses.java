package dev.plumbline.intake;

import dev.plumbline.store.intake.TestMails;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes addresses for one test mail each: what stands behind the plus sign tells them apart. */
@ApplicationScoped
public class TestAddresses {

  private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

  /** Five bits each: nobody guesses a hundred. */
  private static final int LENGTH = 20;

  private static final Pattern IN_ADDRESS =
      Pattern.compile("(?i)\\+test-([a-z0-9]{" + LENGTH + "})@");

  private final TestMails mails;
  private final Clock clock;
  private final Duration valid;
  private final Optional<String> address;
  private final SecureRandom random = new SecureRandom();

  @Inject
  TestAddresses(
      TestMails mails,
      Clock clock,
      TestMailSettings settings,
      @ConfigProperty(name = "plumbline.listener.recipients") Optional<List<String>> listened) {
    this(
        mails,
        clock,
        settings.valid(),
        settings
            .address()
            .or(() -> listened.flatMap(all -> all.stream().map(String::strip).findFirst())));
  }

  /**
   * Addresses made of one.
   *
   * @param address empty if there is none, so that nothing can be tested
   */
  public TestAddresses(TestMails mails, Clock clock, Duration valid, Optional<String> address) {
    this.mails = mails;
    this.clock = clock;
    this.valid = valid;
    this.address = address.filter(text -> text.indexOf('@') > 0);
  }

  /** An address that was made. */
  public record Made(String token, String address, Instant expiresAt) {}

  /** Whether addresses can be made. */
  public boolean isPossible() {
    return address.isPresent();
  }

  /**
   * Makes an address, and keeps it.
   *
   * @param by who wants it
   * @return empty if no setting says of what
   */
  public Optional<Made> make(String by) {
    return address.map(
        unused -> {
          StringBuilder token = new StringBuilder();
          for (int i = 0; i < LENGTH; i++) {
            token.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
          }
          Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
          mails.make(token.toString(), now, now.plus(valid), by);
          return new Made(token.toString(), of(token.toString()), now.plus(valid));
        });
  }

  /** The address of a token; empty text if no setting says of what. */
  public String of(String token) {
    return address
        .map(
            base -> {
              int at = base.lastIndexOf('@');
              return base.substring(0, at) + "+test-" + token + base.substring(at);
            })
        .orElse("");
  }

  /** The token in one of the addresses of a text. */
  static Optional<String> tokenIn(String text) {
    Matcher matcher = IN_ADDRESS.matcher(text);
    return matcher.find()
        ? Optional.of(matcher.group(1).toLowerCase(Locale.ROOT))
        : Optional.empty();
  }
}
