package dev.plumbline.cli.shell;

import dev.plumbline.cli.spf.SpfArguments;
import dev.plumbline.spf.advice.Source;
import dev.plumbline.store.traffic.DomainInfo;
import dev.plumbline.store.traffic.SourceDay;
import java.net.InetAddress;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who sends for a domain: told in a file, or by the reports that were taken in. */
public final class TrafficOptions {

  private static final int MOST_DAYS = 36_500;

  @Option(
      names = "--ips",
      paramLabel = "FILE",
      description =
          "Addresses seen sending, one a line, each perhaps with a count of messages; - is standard"
              + " input.")
  private @Nullable String file;

  @Option(
      names = "--days",
      paramLabel = "N",
      description =
          "Instead of --ips: the addresses in the stored reports about the domain, of so many UTC"
              + " days back from today.")
  private @Nullable Integer days;

  /** Whether either was given. */
  public boolean isGiven() {
    return file != null || days != null;
  }

  /**
   * The addresses with their messages.
   *
   * @throws UserException if no report about the domain has come in
   */
  public List<Source> sources(SpfArguments arguments, String domain) {
    if (file != null && days != null) {
      throw arguments.wrong("Give --ips or --days, not both.");
    }
    Integer back = days;
    if (back == null) {
      return file == null ? List.of() : arguments.sources(file);
    }
    if (back < 1 || back > MOST_DAYS) {
      throw arguments.wrong("--days is %d; it must be from 1 to %d.".formatted(back, MOST_DAYS));
    }
    Map<InetAddress, Long> messages = new LinkedHashMap<>();
    new AppRunner(Settings.load())
        .<List<SourceDay>>ask(rooms -> reported(rooms, domain, back))
        .forEach(day -> add(messages, day));
    return messages.entrySet().stream()
        .map(entry -> new Source(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static void add(Map<InetAddress, Long> messages, SourceDay day) {
    if (day.ip() != null) {
      messages.merge(day.ip(), day.messages(), Long::sum);
    }
  }

  private static List<SourceDay> reported(Rooms rooms, String domain, int days) {
    DomainInfo info = KnownDomains.one(rooms, domain);
    LocalDate today = LocalDate.now(rooms.clock());
    return rooms.traffic().sourceDays(info.id(), today.minusDays(days - 1L), today);
  }
}
