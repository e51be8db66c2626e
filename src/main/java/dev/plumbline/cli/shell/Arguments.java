package dev.plumbline.cli.shell;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DomainName;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Reads what commands about domains are given. Every refusal is wrong usage, in one sentence. */
public final class Arguments {

  private final CommandSpec spec;

  public Arguments(CommandSpec spec) {
    this.spec = spec;
  }

  /** A domain of at least two labels, of which some may be in Unicode. */
  public DomainName domain(String text) {
    return Optional.of(name(text))
        .filter(name -> name.labels().size() > 1)
        .orElseThrow(() -> notADomain(text));
  }

  /** A domain, which may be a top-level one. */
  public DomainName name(String text) {
    return DomainName.parseWritten(text.strip())
        .filter(DomainName::isHostName)
        .orElseThrow(() -> notADomain(text));
  }

  /** A selector, which is one label or several. */
  public String selector(String text) {
    return DomainName.parseWritten(text)
        .filter(DomainName::isHostName)
        .map(DomainName::toString)
        .orElseThrow(() -> wrong("\"" + Terminal.safe(text) + "\" is not a selector such as s1."));
  }

  public Dns dns(DnsOptions options) {
    return dns(options, false);
  }

  /**
   * A resolver.
   *
   * @param offline whether it answers from the zone file alone
   */
  public Dns dns(DnsOptions options, boolean offline) {
    try {
      return offline ? options.offline() : options.dns();
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  public ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private ParameterException notADomain(String text) {
    return wrong("\"" + Terminal.safe(text) + "\" is not a domain name such as example.org.");
  }
}
