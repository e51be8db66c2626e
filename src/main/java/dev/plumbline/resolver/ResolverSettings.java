package dev.plumbline.resolver;

import dev.plumbline.dns.IpAddresses;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How DNS is asked.
 *
 * @param servers asked in this order; empty means that the network is never asked
 * @param timeout of one try at one server
 * @param retries how often all servers are tried again
 * @param zoneFile a master file laid over DNS; null for none
 * @param cacheSize how many answers are kept
 */
public record ResolverSettings(
    List<InetSocketAddress> servers,
    Duration timeout,
    int retries,
    @Nullable Path zoneFile,
    int cacheSize) {

  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(3);
  public static final int DEFAULT_RETRIES = 1;
  public static final int DEFAULT_CACHE_SIZE = 50_000;

  /** The word for servers that means: never ask the network. */
  public static final String NO_SERVERS = "none";

  private static final int DNS_PORT = 53;

  /**
   * Refuses settings no resolver can work with.
   *
   * @throws IllegalArgumentException with one sentence that names the setting
   */
  public ResolverSettings {
    servers = List.copyOf(servers);
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("plumbline.dns.timeout must be longer than zero.");
    }
    if (retries < 0 || retries > 10) {
      throw new IllegalArgumentException(
          "plumbline.dns.retries must be from 0 to 10, not " + retries + ".");
    }
    if (cacheSize < 0) {
      throw new IllegalArgumentException("plumbline.dns.cache-size must not be negative.");
    }
    if (zoneFile != null && !Files.isReadable(zoneFile)) {
      throw new IllegalArgumentException(
          "plumbline.dns.zone-file: cannot read the file " + zoneFile + ".");
    }
  }

  /**
   * Settings from text.
   *
   * @param servers {@code host:port,...}, the port 53 if left out; {@code none}; or empty for the
   *     servers this system uses
   * @throws IllegalArgumentException with one sentence that names the setting
   */
  public static ResolverSettings of(
      Optional<String> servers, Duration timeout, Optional<Path> zoneFile) {
    return new ResolverSettings(
        parseServers(servers.orElse("")),
        timeout,
        DEFAULT_RETRIES,
        zoneFile.orElse(null),
        DEFAULT_CACHE_SIZE);
  }

  /** Whether a setting for servers, as it is written, forbids to use the network. */
  public static boolean isOffline(String servers) {
    return servers.strip().equalsIgnoreCase(NO_SERVERS);
  }

  static List<InetSocketAddress> parseServers(String text) {
    if (text.isBlank()) {
      return ServerPool.systemServers();
    }
    if (isOffline(text)) {
      return List.of();
    }
    List<InetSocketAddress> servers = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      servers.add(parseServer(part.strip()));
    }
    return servers;
  }

  /** Reads an address or a host name, with or without a port; IPv6 with a port is in brackets. */
  private static InetSocketAddress parseServer(String text) {
    Optional<InetAddress> bare = IpAddresses.parse(text);
    if (bare.isPresent()) {
      return new InetSocketAddress(bare.get(), DNS_PORT);
    }
    int colon = text.lastIndexOf(':');
    boolean hasPort = colon > text.lastIndexOf(']');
    String host = hasPort ? text.substring(0, colon) : text;
    int port = hasPort ? parsePort(text, text.substring(colon + 1)) : DNS_PORT;
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    Optional<InetAddress> address = IpAddresses.parse(host);
    if (address.isPresent()) {
      return new InetSocketAddress(address.get(), port);
    }
    // A name, as container networks use: asked of the operating system, not of ourselves.
    if (host.isEmpty() || !host.matches("[A-Za-z0-9._-]+")) {
      throw wrongServer(text);
    }
    InetSocketAddress named = new InetSocketAddress(host, port);
    if (named.isUnresolved()) {
      throw new IllegalArgumentException(
          "plumbline.dns.servers: the host name \"" + host + "\" has no address.");
    }
    return named;
  }

  private static int parsePort(String server, String text) {
    if (!text.matches("[0-9]{1,5}")
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > 65535) {
      throw wrongServer(server);
    }
    return Integer.parseInt(text);
  }

  private static IllegalArgumentException wrongServer(String text) {
    return new IllegalArgumentException(
        "plumbline.dns.servers: \""
            + text
            + "\" is not host:port; write a list such as 192.0.2.1:53,[2001:db8::1]:53, or none.");
  }
}
