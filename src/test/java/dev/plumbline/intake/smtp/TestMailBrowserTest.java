package dev.plumbline.intake.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.plumbline.intake.Intake;
import dev.plumbline.mime.Limits;
import dev.plumbline.recheck.TestMailRounds;
import dev.plumbline.web.Browser;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A test mail goes over real SMTP, and the page in a browser reaches its verdict by itself. */
@QuarkusTest
class TestMailBrowserTest {

  private static final Pattern ADDRESS =
      Pattern.compile("reports\\+test-[a-z0-9]{20}@post-tests\\.example");

  @Inject Intake intake;
  @Inject TestMailRounds rounds;

  @TestHTTPResource("/test-mail")
  URI start;

  private MailListener listener;

  @BeforeEach
  void listen() {
    Listening settings = new Listening();
    settings.recipients = List.of("reports@post-tests.example");
    listener =
        new MailListener(settings, new MailTaking(intake), Limits.DEFAULT, Clock.systemUTC(), true);
    listener.open();
  }

  @AfterEach
  void stop() {
    listener.stop(null);
  }

  private void send(String to) throws MessagingException {
    Properties settings = new Properties();
    settings.setProperty("mail.smtp.host", "127.0.0.1");
    settings.setProperty("mail.smtp.port", Integer.toString(listener.ports().get(0)));
    settings.setProperty("mail.smtp.localhost", "client.browser-test.example");
    settings.setProperty("mail.smtp.from", "ann@browser-test.example");
    MimeMessage mail = new MimeMessage(Session.getInstance(settings));
    mail.setFrom(new InternetAddress("ann@browser-test.example"));
    mail.setRecipient(Message.RecipientType.TO, new InternetAddress(to));
    mail.setSubject("Seen in a browser");
    mail.setText("Hello");
    Transport.send(mail);
  }

  @Test
  void the_page_reaches_its_verdict_while_it_is_looked_at() throws MessagingException {
    try (Browser browser = Browser.startOrSkip();
        BrowserContext context = browser.context(1280, ColorScheme.LIGHT)) {
      Page page = context.newPage();
      page.navigate(start.toString());
      page.getByText("Make an address").click();
      page.waitForSelector("text=Waiting for a mail");
      Matcher address = ADDRESS.matcher(page.innerText("main"));
      assertThat(address.find()).isTrue();
      String at = page.url();

      send(address.group());
      page.waitForSelector("text=is being looked at");
      rounds.run();
      page.waitForSelector("text=What a receiver does");

      assertThat(page.url()).as("nobody loads it again").isEqualTo(at);
      assertThat(page.content()).contains("Seen in a browser");
      assertThat(page.locator("#progress").getAttribute("hx-get")).as("it asks no more").isNull();
    }
  }
}
