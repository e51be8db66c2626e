package dev.plumbline.resolver;

import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.dns.Question;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** Sends a question to recursive servers until one of them gives a usable answer. */
final class ServerPool {

  /** UDP and, after a truncated answer, TCP each get the time-out; then we stop waiting. */
  private static final int TRANSPORTS = 2;

  private static final Duration MAX_TTL = Duration.ofDays(1);

  /** RFC 2308 section 5 proposes one to three hours. */
  private static final Duration MAX_NEGATIVE_TTL = Duration.ofHours(1);

  /** How long a server is not asked again for what tells whether it is to be believed. */
  private static final Duration BELIEVED = Duration.ofMinutes(1);

  private static final Record ROOT = Record.newRecord(Name.root, Type.NS, DClass.IN);

  /** A name that cannot exist, by RFC 6761 section 6.4; no wildcard is above it. */
  private static final Name NOBODYS = Name.fromConstantString("no-such-name.invalid.");

  private final List<SimpleResolver> servers = new ArrayList<>();
  private final Duration timeout;
  private final int retries;

  /** The server that answered last is asked first, so that a dead one costs its time-out once. */
  private volatile int preferred;

  /** That a name does not exist; by {@link System#nanoTime}, for each server. */
  private final AtomicLongArray believedUntil;

  /** That a name exists, in the same way. */
  private final AtomicLongArray honestUntil;

  ServerPool(List<InetSocketAddress> addresses, Duration timeout, int retries) {
    this.timeout = timeout;
    this.retries = retries;
    for (InetSocketAddress address : addresses) {
      SimpleResolver server = new SimpleResolver(address);
      server.setTimeout(timeout);
      servers.add(server);
    }
    long now = System.nanoTime();
    believedUntil = new AtomicLongArray(addresses.size());
    honestUntil = new AtomicLongArray(addresses.size());
    for (int i = 0; i < addresses.size(); i++) {
      believedUntil.set(i, now);
      honestUntil.set(i, now);
    }
  }

  /** The servers the operating system is set up with. */
  static List<InetSocketAddress> systemServers() {
    List<InetSocketAddress> servers = ResolverConfig.getCurrentConfig().servers();
    return servers.isEmpty()
        ? List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 53))
        : servers;
  }

  /**
   * Asks the servers.
   *
   * @param elsewhere names the servers are not to be believed about
   */
  Reply ask(Question<?> asked, Predicate<DomainName> elsewhere) {
    int type = RecordValues.wire(asked.type());
    Record question = Record.newRecord(Names.toWire(asked.name()), type, DClass.IN);
    String reason = "";
    for (int round = 0; round <= retries; round++) {
      int first = preferred;
      for (int i = 0; i < servers.size(); i++) {
        int index = (first + i) % servers.size();
        SimpleResolver server = servers.get(index);
        try {
          Message answer = send(server, Message.newQuery(question));
          int rcode = answer.getRcode();
          if (answer.getHeader().getFlag(Flags.TC)) {
            // Cut over TCP too: what it holds is not all there is, and may be nothing.
            reason = textOf(server) + " cut its answer short, as it is too large for DNS";
          } else if (rcode == Rcode.NXDOMAIN && deniesRoot(index)) {
            reason =
                textOf(server)
                    + " says of every name that it does not exist, even of the root, so it"
                    + " knows no names";
          } else if (rcode == Rcode.NOERROR && inventsNames(index, type)) {
            reason =
                textOf(server)
                    + " has an address for every name, even for one that cannot exist, so what it"
                    + " says proves nothing";
          } else if (rcode == Rcode.NOERROR || rcode == Rcode.NXDOMAIN) {
            preferred = index;
            return reply(answer, question.getName(), type, elsewhere);
          } else {
            reason = textOf(server) + " answered " + Rcode.string(rcode);
          }
        } catch (IOException e) {
          reason = textOf(server) + " " + e.getMessage();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return new Reply.Trouble("The wait for " + textOf(server) + " was interrupted.");
        }
      }
    }
    return new Reply.Trouble("No usable answer to " + asked + ": " + reason + ".");
  }

  /**
   * Whether a server that says that a name does not exist says so of the root, too, of which every
   * name is a part (RFC 1034 section 3.1): then it is broken, or leads its users somewhere else.
   * One that does not answer that question is believed.
   */
  private boolean deniesRoot(int index) throws InterruptedException {
    long now = System.nanoTime();
    if (now - believedUntil.get(index) < 0) {
      return false;
    }
    try {
      if (send(servers.get(index), Message.newQuery(ROOT)).getRcode() == Rcode.NXDOMAIN) {
        return true;
      }
    } catch (IOException e) {
      // It says nothing of the root, and this of the name.
    }
    believedUntil.set(index, now + BELIEVED.toNanos());
    return false;
  }

  /**
   * Whether a server that says that a name exists says so of one that cannot: then it leads its
   * users to an address of its own. As some do so for addresses alone, it is believed about records
   * of which it denies that name. One that does not answer that question is believed.
   */
  private boolean inventsNames(int index, int type) throws InterruptedException {
    long now = System.nanoTime();
    if (now - honestUntil.get(index) < 0) {
      return false;
    }
    SimpleResolver server = servers.get(index);
    try {
      if (isInvented(send(server, aboutNobody(Type.A)))) {
        return type == Type.A || !deniesNobody(server, type);
      }
    } catch (IOException e) {
      // It says nothing of that name, and this of the other.
    }
    honestUntil.set(index, now + BELIEVED.toNanos());
    return false;
  }

  private boolean deniesNobody(SimpleResolver server, int type) throws InterruptedException {
    try {
      return send(server, aboutNobody(type)).getRcode() == Rcode.NXDOMAIN;
    } catch (IOException e) {
      return false;
    }
  }

  private static Message aboutNobody(int type) {
    return Message.newQuery(Record.newRecord(NOBODYS, type, DClass.IN));
  }

  /** An answer without records is what some honest servers give in place of a denial. */
  private static boolean isInvented(Message answer) {
    return answer.getRcode() == Rcode.NOERROR && !answer.getSection(Section.ANSWER).isEmpty();
  }

  private Message send(SimpleResolver server, Message query)
      throws IOException, InterruptedException {
    long patience = timeout.toMillis() * TRANSPORTS + 500;
    try {
      return server.sendAsync(query).toCompletableFuture().get(patience, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | CancellationException e) {
      throw new IOException(noAnswer(), e);
    } catch (ExecutionException e) {
      throw new IOException(describe(e.getCause()), e);
    }
  }

  private String describe(@Nullable Throwable cause) {
    if (cause instanceof PortUnreachableException || cause instanceof ConnectException) {
      return "is not reachable";
    }
    // dnsjava reports a time-out as a plain IOException.
    String message = cause == null ? "" : String.valueOf(cause.getMessage());
    boolean timedOut = message.toLowerCase(Locale.ROOT).contains("timed out");
    return timedOut ? noAnswer() : "sent no usable answer (" + message + ")";
  }

  private String noAnswer() {
    return "did not answer within " + timeout.toMillis() + " ms";
  }

  private static String textOf(SimpleResolver server) {
    InetSocketAddress address = server.getAddress();
    return IpAddresses.toText(address.getAddress()) + " port " + address.getPort();
  }

  private static Reply reply(
      Message answer, Name asked, int type, Predicate<DomainName> elsewhere) {
    List<Record> records = answer.getSection(Section.ANSWER);
    Name name = asked;
    Duration ttl = MAX_TTL;
    Set<Name> seen = new HashSet<>();
    while (seen.add(name)) {
      List<Record> found = at(records, name, type);
      if (!found.isEmpty()) {
        return found(RecordValues.of(found), lowest(ttl, found));
      }
      List<Record> aliases = at(records, name, Type.CNAME);
      if (aliases.isEmpty()) {
        return nothing(answer, asked, name, ttl);
      }
      ttl = lowest(ttl, aliases);
      name = ((CNAMERecord) aliases.get(0)).getTarget();
      if (Names.fromWire(name).filter(elsewhere).isPresent()) {
        return alias(name, ttl);
      }
    }
    return new Reply.Trouble("The CNAME chain from " + asked + " is a loop.");
  }

  private static Reply found(List<?> values, Duration ttl) {
    return values.isEmpty() ? new Reply.NoRecords(ttl) : new Reply.Found(values, ttl);
  }

  /** The chain ends at this name, without a record of the type asked for. */
  private static Reply nothing(Message answer, Name asked, Name end, Duration chainTtl) {
    Duration ttl = negativeTtl(answer);
    Duration shorter = ttl.compareTo(chainTtl) < 0 ? ttl : chainTtl;
    if (answer.getRcode() == Rcode.NXDOMAIN) {
      return new Reply.NoName(shorter);
    }
    boolean authoritative =
        answer.getHeader().getFlag(Flags.AA)
            || answer.getSection(Section.AUTHORITY).stream().anyMatch(SOARecord.class::isInstance);
    // Some servers leave the end of a chain to the asker.
    return end.equals(asked) || authoritative ? new Reply.NoRecords(shorter) : alias(end, chainTtl);
  }

  private static Reply alias(Name target, Duration ttl) {
    return Names.fromWire(target)
        .<Reply>map(name -> new Reply.Alias(name, ttl))
        .orElseGet(() -> new Reply.Trouble("A CNAME leads to the unusable name " + target + "."));
  }

  private static List<Record> at(List<Record> records, Name name, int type) {
    return records.stream()
        .filter(record -> record.getType() == type && record.getName().equals(name))
        .toList();
  }

  private static Duration lowest(Duration limit, List<Record> records) {
    long seconds = records.stream().mapToLong(Record::getTTL).min().orElse(0);
    return seconds < limit.toSeconds() ? Duration.ofSeconds(seconds) : limit;
  }

  // RFC 2308 section 5: the lesser of the SOA's TTL and its minimum; without SOA, not at all.
  private static Duration negativeTtl(Message answer) {
    for (Record record : answer.getSection(Section.AUTHORITY)) {
      if (record instanceof SOARecord soa) {
        Duration ttl = Duration.ofSeconds(Math.min(soa.getTTL(), soa.getMinimum()));
        return ttl.compareTo(MAX_NEGATIVE_TTL) < 0 ? ttl : MAX_NEGATIVE_TTL;
      }
    }
    return Duration.ZERO;
  }
}
