package dev.plumbline.cli.spf;

import dev.plumbline.cli.shell.DnsOptions;
import dev.plumbline.cli.shell.Terminal;
import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.spf.advice.Source;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Reads what the SPF commands are given. Every refusal is wrong usage, in one sentence. */
public final class SpfArguments {

  private final CommandSpec spec;

  SpfArguments(CommandSpec spec) {
    this.spec = spec;
  }

  DomainName domain(String text) {
    return DomainName.parseWritten(text.strip())
        .filter(name -> name.labels().size() > 1)
        .orElseThrow(() -> wrong("\"" + text + "\" is not a domain name such as example.org."));
  }

  InetAddress address(String text) {
    return IpAddresses.parse(text.strip())
        .orElseThrow(() -> wrong("\"" + text + "\" is not an IPv4 or IPv6 address."));
  }

  Dns dns(DnsOptions options) {
    try {
      return options.dns();
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Reads sources: an address a line, then perhaps how many messages it sent (else 1); what follows
   * {@code #} is not read.
   */
  public List<Source> sources(String file) {
    List<Source> sources = new ArrayList<>();
    int number = 0;
    for (String line : lines(file)) {
      number++;
      int comment = line.indexOf('#');
      String text = (comment < 0 ? line : line.substring(0, comment)).strip();
      if (!text.isEmpty()) {
        sources.add(source(file, number, text));
      }
    }
    return sources;
  }

  private Source source(String file, int line, String text) {
    String[] fields = text.split("\\s+", 2);
    Optional<InetAddress> ip = IpAddresses.parse(fields[0]);
    boolean counted = fields.length == 1 || fields[1].matches("[0-9]{1,15}");
    if (ip.isEmpty() || !counted) {
      throw wrong(
          file
              + ", line "
              + line
              + ": \""
              + Terminal.safe(text)
              + "\" is not an address and perhaps a number of messages.");
    }
    return new Source(ip.get(), fields.length == 1 ? 1 : Long.parseLong(fields[1]));
  }

  private List<String> lines(String file) {
    try {
      return file.equals("-")
          ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()
          : Files.readAllLines(Path.of(file));
    } catch (MalformedInputException e) {
      throw wrong(file + " is not a text file.");
    } catch (IOException | InvalidPathException e) {
      throw wrong(file + " cannot be read.");
    }
  }

  public ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
