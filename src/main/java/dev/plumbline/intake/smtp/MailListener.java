package dev.plumbline.intake.smtp;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.intake.Intake;
import dev.plumbline.mime.Limits;
import dev.plumbline.store.BackgroundThreads;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.subethamail.smtp.internal.server.CommandHandler;
import org.subethamail.smtp.server.SMTPServer;
import org.subethamail.smtp.server.Session;

/** The ports on which mail is taken, if any is set. */
@ApplicationScoped
public class MailListener {

  private static final Logger LOG = Logger.getLogger(MailListener.class);

  /** RFC 5321 section 4.5.3.1.8. */
  private static final int MOST_RECIPIENTS = 100;

  private static final int WAITING_CONNECTIONS = 50;

  private final ListenerSettings settings;
  private final Delivery.Taking taking;
  private final Limits limits;
  private final Clock clock;
  private final boolean background;
  private final List<SMTPServer> servers = new ArrayList<>();
  private @Nullable ScheduledExecutorService watch;

  @Inject
  MailListener(
      ListenerSettings settings,
      Intake intake,
      Limits limits,
      Clock clock,
      @ConfigProperty(name = "plumbline.background") boolean background) {
    this(settings, new MailTaking(intake), limits, clock, background);
  }

  /** A listener outside the application. */
  MailListener(
      ListenerSettings settings,
      Delivery.Taking taking,
      Limits limits,
      Clock clock,
      boolean background) {
    this.settings = settings;
    this.taking = taking;
    this.limits = limits;
    this.clock = clock;
    this.background = background;
  }

  void start(@Observes StartupEvent event) {
    boolean wanted = settings.smtpPort().isPresent() || settings.lmtpPort().isPresent();
    if (!background || !wanted) {
      return;
    }
    open();
  }

  /** Opens the ports. */
  synchronized void open() {
    Recipients recipients = new Recipients(settings.recipients().orElse(List.of()));
    Limiter limiter =
        new Limiter(
            settings.connectionsOfAddress(),
            settings.mailsPerMinute(),
            settings.session(),
            System::nanoTime);
    settings.smtpPort().ifPresent(port -> open("smtp", port, recipients, limiter));
    settings.lmtpPort().ifPresent(port -> open("lmtp", port, recipients, limiter));
    ScheduledExecutorService watching =
        Executors.newSingleThreadScheduledExecutor(BackgroundThreads.named("mail-sessions"));
    ScheduledFuture<?> unused =
        watching.scheduleWithFixedDelay(limiter::closeLong, 1, 1, TimeUnit.SECONDS);
    watch = watching;
  }

  private void open(String channel, int port, Recipients recipients, Limiter limiter) {
    int most = (int) Math.min(Integer.MAX_VALUE, limits.messageBytes());
    Delivery.Rules rules =
        new Delivery.Rules(channel, settings.hostName(), recipients, most, limiter, taking, clock);
    SMTPServer.Builder builder =
        SMTPServer.port(port)
            .bindAddress(address())
            .hostName(settings.hostName())
            .softwareName("Plumbline")
            .backlog(WAITING_CONNECTIONS)
            .insertReceivedHeaders(false)
            .maxConnections(settings.connections())
            .maxRecipients(MOST_RECIPIENTS)
            .maxMessageSize(most)
            .connectionTimeoutMs((int) Math.min(Integer.MAX_VALUE, settings.silence().toMillis()))
            .sessionHandler(limiter)
            .messageHandlerFactory(context -> new Delivery((Session) context, rules));
    tls(builder);
    SMTPServer server = builder.build();
    commands(server.getCommandHandler(), channel.equals("lmtp"));
    try {
      server.start();
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "Port %d of %s (plumbline.listener.%s-port) cannot be listened on: %s"
              .formatted(port, settings.address(), channel, e.getMessage()),
          e);
    }
    servers.add(server);
    LOG.infof(
        "Mail is taken by %s on %s:%d",
        channel.toUpperCase(Locale.ROOT), settings.address(), server.getPortAllocated());
  }

  private void tls(SMTPServer.Builder builder) {
    if (settings.certificateFile().isPresent() != settings.keyFile().isPresent()) {
      throw new IllegalArgumentException(
          "Set both of plumbline.listener.certificate-file and plumbline.listener.key-file.");
    }
    if (settings.certificateFile().isPresent()) {
      builder
          .enableTLS()
          .requireTLS(settings.requireTls())
          .startTlsSocketFactory(
              ListenerKeys.context(
                  settings.certificateFile().get(), settings.keyFile().orElseThrow()));
    } else if (settings.requireTls()) {
      throw new IllegalArgumentException(
          "plumbline.listener.require-tls needs plumbline.listener.certificate-file.");
    }
  }

  private InetAddress address() {
    return IpAddresses.parse(settings.address())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "plumbline.listener.address is \"%s\"; it must be an IP address."
                        .formatted(settings.address())));
  }

  private static void commands(CommandHandler commands, boolean lmtp) {
    commands.addCommand(new GreetingCommand(lmtp ? "LHLO" : "EHLO"));
    if (lmtp) {
      // RFC 2033 section 4.1: LHLO, and neither of the others.
      commands.addCommand(new RefusedCommand("EHLO", "500 5.5.1 This is LMTP: say LHLO"));
      commands.addCommand(new RefusedCommand("HELO", "500 5.5.1 This is LMTP: say LHLO"));
    }
    commands.addCommand(new MailDataCommand(lmtp));
    for (String verb : List.of("BDAT", "VRFY", "EXPN", "AUTH", "HELP")) {
      commands.addCommand(new RefusedCommand(verb, "502 5.5.1 There is no " + verb + " here"));
    }
  }

  /** The ports that are open, as they were set or given. */
  List<Integer> ports() {
    return servers.stream().map(SMTPServer::getPortAllocated).toList();
  }

  synchronized void stop(@Observes ShutdownEvent event) {
    servers.forEach(SMTPServer::stop);
    servers.clear();
    ScheduledExecutorService watching = watch;
    if (watching != null) {
      watching.shutdownNow();
    }
  }
}
