package dev.plumbline.cli.spf;

import dev.plumbline.cli.shell.DnsOptions;
import dev.plumbline.cli.shell.Output;
import dev.plumbline.cli.shell.TrafficOptions;
import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import dev.plumbline.spf.SpfRecord;
import dev.plumbline.spf.advice.Source;
import dev.plumbline.spf.advice.SpfEdit;
import dev.plumbline.spf.advice.SpfEditor;
import dev.plumbline.spf.advice.WhatIf;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plumbline spf what-if}: what a change of the record would do to known senders. */
@Command(
    name = "what-if",
    description = "Says which addresses would gain or lose by another SPF record.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:no address loses", "1:an address loses", "2:wrong usage or input"})
final class SpfWhatIfCommand implements Callable<Integer> {

  private static final int EXIT_NO_LOSS = 0;
  private static final int EXIT_LOSS = 1;

  /** One string of DNS. */
  private static final int MAX_CHARACTERS = 255;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "DOMAIN", description = "The domain whose SPF record would change.")
  private String domain = "";

  @Option(names = "--record", paramLabel = "TEXT", description = "The record proposed.")
  private @Nullable String record;

  @Option(
      names = "--txt",
      paramLabel = "NAME=TEXT",
      description = "A record proposed at another name; may be given several times.")
  private Map<String, String> others = new LinkedHashMap<>();

  @Option(
      names = "--add",
      paramLabel = "TERM",
      description = {"Add a sender, such as", "include:_spf.example.net."})
  private List<String> added = new ArrayList<>();

  @Option(names = "--remove", paramLabel = "TERM", description = "Remove a sender from the record.")
  private List<String> removed = new ArrayList<>();

  @Option(
      names = "--flatten",
      paramLabel = "TERM",
      description = "Write the addresses a term stands for today in its place.")
  private List<String> flattened = new ArrayList<>();

  @Option(
      names = "--split",
      description =
          "Move senders into records of their own, so that each fits into 255 characters.")
  private boolean split;

  @Mixin private TrafficOptions traffic = new TrafficOptions();

  @Mixin private Output output = new Output();

  @Mixin private DnsOptions dnsOptions = new DnsOptions();

  @Override
  public Integer call() {
    SpfArguments arguments = new SpfArguments(spec);
    DomainName name = arguments.domain(domain);
    if (!traffic.isGiven()) {
      throw arguments.wrong("Say who sends: --ips FILE, or --days N for what reports told.");
    }
    List<Source> sources = traffic.sources(arguments, name.toString());
    Dns dns = arguments.dns(dnsOptions);
    Map<String, List<String>> proposed = proposed(arguments, dns, name);
    WhatIf.Result result = WhatIf.replay(dns, name.toString(), proposed, sources);
    List<WhatIf.TermUse> uses = WhatIf.uses(dns, name.toString(), proposed, sources);
    SpfWhatIfOutput answer = new SpfWhatIfOutput(result, proposed, uses);
    output.rowsOf(List.of("ips"), List.of(), SpfWhatIfOutput.MEMBERS);
    PrintWriter out = spec.commandLine().getOut();
    out.print(output.isJson() ? answer.json() : answer.text());
    out.flush();
    return result.with(WhatIf.Effect.LOSES).isEmpty() ? EXIT_NO_LOSS : EXIT_LOSS;
  }

  private Map<String, List<String>> proposed(SpfArguments arguments, Dns dns, DomainName name) {
    boolean edits = split || !added.isEmpty() || !removed.isEmpty() || !flattened.isEmpty();
    if (record == null && others.isEmpty() && !edits) {
      throw arguments.wrong(
          "Say what would change: --record TEXT, --txt NAME=TEXT, or --add, --remove, --flatten and"
              + " --split.");
    }
    Map<String, List<String>> proposed = new LinkedHashMap<>();
    if (record != null || edits) {
      String text = record == null ? published(arguments, dns, name) : record;
      proposed.putAll(edited(arguments, dns, name.toString(), text).asTxtRecords());
    }
    others.forEach(
        (other, text) -> proposed.put(arguments.domain(other).toString(), List.of(text)));
    return proposed;
  }

  private SpfEdit.Changed edited(SpfArguments arguments, Dns dns, String name, String text) {
    String now = text;
    for (String term : removed) {
      now = changed(arguments, SpfEditor.remove(name, now, term)).record();
    }
    for (String term : flattened) {
      now = changed(arguments, SpfEditor.flatten(dns, name, now, term)).record();
    }
    for (String term : added) {
      now = changed(arguments, SpfEditor.add(name, now, term)).record();
    }
    return split
        ? changed(arguments, SpfEditor.split(name, now, MAX_CHARACTERS))
        : new SpfEdit.Changed(name, Map.of(name, now));
  }

  private static SpfEdit.Changed changed(SpfArguments arguments, SpfEdit edit) {
    if (edit instanceof SpfEdit.Changed changed) {
      return changed;
    }
    if (edit instanceof SpfEdit.Refused refused) {
      throw arguments.wrong(refused.reason());
    }
    throw new AssertionError(edit);
  }

  /** The record to edit; empty if there is none, which only adding can help. */
  private static String published(SpfArguments arguments, Dns dns, DomainName name) {
    DnsAnswer<String> answer = dns.txt(name);
    if (answer instanceof DnsAnswer.Failed<String> failed) {
      throw arguments.wrong("DNS did not answer for " + name + ": " + failed.reason());
    }
    List<String> records = answer.values().stream().filter(SpfRecord::isSpf).toList();
    if (records.size() > 1) {
      throw arguments.wrong(
          name + " publishes " + records.size() + " SPF records; say which with --record TEXT.");
    }
    return records.isEmpty() ? "" : records.get(0);
  }
}
