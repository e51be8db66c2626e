package dev.plumbline.resolver;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Optional;

/** Whether DNS is asked at all, and so why nothing is known from it. */
@Singleton
public final class DnsSwitch {

  private static final String OFF = "DNS is switched off";

  private final boolean off;

  @Inject
  DnsSwitch(DnsSettings settings) {
    this(settings.servers(), settings.zoneFile().map(Path::toString));
  }

  /**
   * The switch of these settings.
   *
   * @param servers as {@code plumbline.dns.servers}
   * @param zoneFile as {@code plumbline.dns.zone-file}, which answers without servers, too
   */
  public DnsSwitch(Optional<String> servers, Optional<String> zoneFile) {
    this.off = zoneFile.isEmpty() && servers.filter(ResolverSettings::isOffline).isPresent();
  }

  /** Whether there is neither a server nor a zone file to ask. */
  public boolean isOff() {
    return off;
  }

  /** Why nothing is known from it, as a sentence without its end. */
  public String silence() {
    return off ? OFF : "DNS has said nothing yet";
  }

  /** The same of what may have been asked for in vain. */
  public String noAnswer() {
    return off ? OFF : "DNS was not asked yet, or did not answer";
  }
}
