package dev.plumbline.recheck;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.intake.TestMailSettings;
import dev.plumbline.intake.smtp.ListenerSettings;
import dev.plumbline.verify.Connection;
import dev.plumbline.verify.ServerNotes;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How mails came that are kept, by what servers wrote into them that are trusted. */
@ApplicationScoped
class MailConnections {

  private final Set<String> servers = new HashSet<>();
  private final String listener;

  MailConnections(
      TestMailSettings settings,
      ListenerSettings listening,
      @ConfigProperty(name = "plumbline.trusted-authserv-ids") Optional<List<String>> trusted) {
    settings.servers().ifPresent(all -> all.forEach(this::trust));
    trusted.ifPresent(all -> all.forEach(this::trust));
    listener = listening.hostName().strip().toLowerCase(Locale.ROOT);
  }

  private void trust(String server) {
    servers.add(server.strip().toLowerCase(Locale.ROOT));
  }

  /**
   * How a mail came.
   *
   * @param notes what a trusted server wrote; empty if none did
   */
  record Noted(Connection connection, Optional<ServerNotes> notes) {}

  /**
   * Reads it from a mail.
   *
   * @param channel that it came by
   */
  Noted of(String channel, byte[] mail, Instant cameAt) {
    Optional<ServerNotes> notes = notes(channel, mail, cameAt);
    return new Noted(
        notes.map(one -> ofOthers(channel, one.connection())).orElse(Connection.unknown(cameAt)),
        notes);
  }

  private Optional<ServerNotes> notes(String channel, byte[] mail, Instant cameAt) {
    if (channel.equals("smtp")) {
      return ServerNotes.ofTop(mail, listener, cameAt);
    }
    Set<String> ours = new HashSet<>(servers);
    if (channel.equals("lmtp")) {
      ours.add(listener);
    }
    return ServerNotes.of(mail, ours, cameAt);
  }

  /** A server that hands mail over to us is not the one that it came from. */
  private static Connection ofOthers(String channel, Connection noted) {
    InetAddress ip = noted.ip();
    boolean own = ip != null && IpAddresses.isOfOwnNetwork(ip);
    return channel.equals("lmtp") && own ? Connection.unknown(noted.received()) : noted;
  }
}
