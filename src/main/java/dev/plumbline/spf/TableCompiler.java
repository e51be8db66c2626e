package dev.plumbline.spf;

import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.MailExchange;
import dev.plumbline.dns.Question;
import dev.plumbline.dns.RememberedDns;
import dev.plumbline.spf.SpfRecord.Directive;
import dev.plumbline.spf.SpfRecord.Redirect;
import dev.plumbline.spf.SpfTable.Answer;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs check_host for all addresses of one family at once: addresses stay together as long as no
 * term tells them apart.
 *
 * <p>Those that an include sends away early have counted fewer lookups than those that went through
 * all of it, and may reach terms the others no longer reach. So addresses travel in groups with
 * counts of their own. One group leads: it is the evaluation of an address that matches as little
 * as possible, and only its questions go out. A follower that needs an answer nobody asked for is
 * left to evaluation.
 */
final class TableCompiler {

  /**
   * Records looked at, repeated ones included. An honest domain has ten; one that includes itself
   * again and again could have thousands.
   */
  private static final int MAX_RECORDS = 100;

  private final RememberedDns dns;
  private final Publications publications;
  private final MacroExpander expander;
  private final boolean ip6;
  private int recordsLeft = MAX_RECORDS;

  /**
   * @param expander asked only for what does not depend on the message
   */
  TableCompiler(RememberedDns dns, Publications publications, MacroExpander expander, boolean ip6) {
    this.dns = dns;
    this.publications = publications;
    this.expander = expander;
    this.ip6 = ip6;
  }

  /** Addresses that fared alike so far. */
  private static final class Group {
    final AddressSet addresses;
    boolean leads;
    int lookups;
    int voidLookups;

    Group(AddressSet addresses, boolean leads, int lookups, int voidLookups) {
      this.addresses = addresses;
      this.leads = leads;
      this.lookups = lookups;
      this.voidLookups = voidLookups;
    }

    /** Splits off some; they take the lead over if they are all there is. */
    Group take(AddressRange range) {
      AddressSet taken = addresses.take(range);
      return new Group(
          taken, leads && addresses.isEmpty() && !taken.isEmpty(), lookups, voidLookups);
    }
  }

  /** Who got an answer. */
  private static final class Share {
    final AddressSet addresses = new AddressSet();
    boolean leads;
  }

  /** The answers of one record and who got which. */
  private static final class Answers {
    private final Map<Answer, Share> shares = new LinkedHashMap<>();

    void add(Answer answer, AddressSet addresses, boolean leads) {
      Share share = shares.computeIfAbsent(answer, key -> new Share());
      share.addresses.addAll(addresses);
      share.leads |= leads;
    }

    void add(
        Group group,
        @Nullable SpfResult result,
        @Nullable String term,
        List<String> path,
        @Nullable String problem) {
      add(
          new Answer(result, term, path, group.lookups, group.voidLookups, problem),
          group.addresses,
          group.leads);
    }
  }

  /** The answer for each of the addresses. */
  Map<Answer, AddressSet> answers(String target, AddressSet all) {
    Group everybody = new Group(all, true, 0, 0);
    Optional<DomainName> domain = DomainName.parse(target).filter(Evaluation::isCheckable);
    Answers answers =
        domain.isPresent()
            ? checkHost(domain.get(), List.of(everybody))
            : unread(target, List.of(everybody), SpfResult.NONE, Evaluation.notCheckable(target));
    Map<Answer, AddressSet> addresses = new LinkedHashMap<>();
    answers.shares.forEach((answer, share) -> addresses.put(answer, share.addresses));
    return addresses;
  }

  /** Null if the answer is not known, and nobody leads whose evaluation would ask for it. */
  private <T> @Nullable DnsAnswer<T> answer(Question<T> question, boolean leads) {
    return leads ? dns.ask(question) : dns.known(question);
  }

  private Answers checkHost(DomainName domain, List<Group> groups) {
    String name = domain.toString();
    if (!Evaluation.isCheckable(domain)) {
      return unread(name, groups, SpfResult.NONE, Evaluation.notCheckable(name));
    }
    boolean leads = groups.stream().anyMatch(group -> group.leads);
    DnsAnswer<String> answer = answer(Question.txt(domain), leads);
    if (answer == null || recordsLeft == 0) {
      return unread(name, groups, null, null);
    }
    recordsLeft--;
    Publication publication =
        answer instanceof DnsAnswer.Failed<String> failed
            ? new Publication.Unanswered(failed.reason())
            : publications.of(answer.values()).publication();
    if (publication instanceof Publication.Usable usable) {
      return new RecordRun(domain, usable, groups).run();
    }
    if (publication instanceof Publication.Unusable unusable) {
      return unread(name, groups, unusable.result(), unusable.problem(domain));
    }
    throw new AssertionError(publication);
  }

  private static Answers unread(
      String target, List<Group> groups, @Nullable SpfResult result, @Nullable String problem) {
    Answers answers = new Answers();
    groups.forEach(group -> answers.add(group, result, null, List.of(target), problem));
    return answers;
  }

  /** One record, like its namesake in {@link Evaluation}. */
  private final class RecordRun {

    private final DomainName domain;
    private final Publication.Usable publication;
    private final List<String> path;
    private final Answers answers = new Answers();

    /** Those not yet answered. */
    private List<Group> groups;

    RecordRun(DomainName domain, Publication.Usable publication, List<Group> groups) {
      this.domain = domain;
      this.publication = publication;
      this.path = List.of(domain.toString());
      this.groups = new ArrayList<>(groups);
    }

    Answers run() {
      for (PreparedTerm term : publication.terms()) {
        if (groups.isEmpty()) {
          return answers;
        }
        AddressRange range = term.range();
        if (range != null) {
          take(range, (Directive) term.term());
        } else if (term.term() instanceof Directive directive) {
          attempt(directive);
        }
      }
      if (publication.redirect() < 0) {
        endAll(SpfResult.NEUTRAL, null);
      } else if (!groups.isEmpty()) {
        redirect((Redirect) publication.terms().get(publication.redirect()).term());
      }
      return answers;
    }

    private void attempt(Directive directive) {
      Mechanism mechanism = directive.mechanism();
      if (mechanism instanceof Mechanism.All) {
        groups.forEach(group -> match(group, directive));
        groups = List.of();
        return;
      }
      countLookup();
      MacroString spec = mechanism.domain();
      if (mechanism instanceof Mechanism.Ptr || (spec != null && !spec.isFixed())) {
        leaveAll(directive.text());
        return;
      }
      Optional<DomainName> target =
          spec == null ? Optional.of(domain) : expander.name(spec, domain);
      if (mechanism instanceof Mechanism.Include include) {
        include(include.domain(), target, directive);
      } else if (target.isPresent()) {
        // RFC 7208 section 4.8: a name DNS cannot be asked for matches nothing.
        attempt(mechanism, target.get(), directive);
      }
    }

    private void attempt(Mechanism mechanism, DomainName target, Directive directive) {
      if (mechanism instanceof Mechanism.A a) {
        DnsAnswer<InetAddress> answer =
            usable(answer(addressesOf(target), leads()), target, directive);
        if (answer != null) {
          answer.values().forEach(address -> take(a.prefixes().around(address), directive));
        }
      } else if (mechanism instanceof Mechanism.Mx mx) {
        exchanges(target, mx.prefixes(), directive);
      } else if (mechanism instanceof Mechanism.Exists) {
        // RFC 7208 section 5.7: the question is A even for an IPv6 client.
        DnsAnswer<InetAddress> answer =
            usable(answer(Question.a(target), leads()), target, directive);
        if (answer instanceof DnsAnswer.Found) {
          groups.forEach(group -> match(group, directive));
          groups = List.of();
        }
      } else {
        throw new AssertionError(mechanism);
      }
    }

    private void exchanges(DomainName target, Mechanism.Prefixes prefixes, Directive directive) {
      DnsAnswer<MailExchange> answer =
          usable(answer(Question.mx(target), leads()), target, directive);
      if (answer == null) {
        return;
      }
      if (answer.values().size() > Budget.MAX_EXCHANGES) {
        endAll(SpfResult.PERMERROR, Matcher.tooManyExchanges(target));
        return;
      }
      // RFC 7208 section 4.6.4: hosts without an address are one void lookup of the term.
      boolean foundNothing = false;
      boolean foundSomething = false;
      for (MailExchange exchange : answer.values()) {
        if (!exchange.exchange().equals(DomainName.ROOT) && !groups.isEmpty()) {
          boolean found = addresses(exchange.exchange(), prefixes, directive);
          foundSomething |= found;
          foundNothing |= !found;
        }
      }
      if (foundNothing && !foundSomething) {
        countVoidLookup();
      }
    }

    /** Takes the addresses of a mail host out; false if it has none. */
    private boolean addresses(DomainName host, Mechanism.Prefixes prefixes, Directive directive) {
      DnsAnswer<InetAddress> answer = answered(answer(addressesOf(host), leads()), host, directive);
      if (answer == null) {
        return true;
      }
      answer.values().forEach(address -> take(prefixes.around(address), directive));
      return answer instanceof DnsAnswer.Found;
    }

    private Question<InetAddress> addressesOf(DomainName host) {
      return ip6 ? Question.aaaa(host) : Question.a(host);
    }

    /** Deals with missing, failed and void answers; null if nobody is left who could use one. */
    private <T> @Nullable DnsAnswer<T> usable(
        @Nullable DnsAnswer<T> answer, DomainName name, Directive directive) {
      DnsAnswer<T> answered = answered(answer, name, directive);
      if (answered != null && !(answered instanceof DnsAnswer.Found)) {
        countVoidLookup();
      }
      return groups.isEmpty() ? null : answered;
    }

    /** Deals with missing and failed answers; null if nobody is left who could use one. */
    private <T> @Nullable DnsAnswer<T> answered(
        @Nullable DnsAnswer<T> answer, DomainName name, Directive directive) {
      if (answer == null) {
        leaveAll(directive.text());
      } else if (answer instanceof DnsAnswer.Failed<T> failed) {
        endAll(SpfResult.TEMPERROR, Matcher.dnsFailed(name, failed));
      }
      return groups.isEmpty() ? null : answer;
    }

    private void countVoidLookup() {
      List<Group> going = groups;
      groups = new ArrayList<>();
      for (Group group : going) {
        group.voidLookups++;
        if (group.voidLookups > Budget.MAX_VOID_LOOKUPS) {
          answers.add(group, SpfResult.PERMERROR, null, path, Budget.VOID_LOOKUPS_SPENT);
        } else {
          groups.add(group);
        }
      }
    }

    // RFC 7208 section 5.2
    private void include(MacroString spec, Optional<DomainName> target, Directive directive) {
      if (groups.isEmpty()) {
        return;
      }
      Answers included = follow(spec, target);
      groups = new ArrayList<>();
      included.shares.forEach(
          (answer, share) -> {
            SpfResult result = answer.result();
            if (result == null) {
              pass(answer, null, answer.term(), null, share);
              return;
            }
            switch (result) {
              case PASS -> pass(answer, directive.qualifier().result(), answer.term(), null, share);
              case FAIL, SOFTFAIL, NEUTRAL -> goOn(answer, share);
              case TEMPERROR, PERMERROR -> pass(answer, result, null, answer.problem(), share);
              case NONE ->
                  pass(
                      answer,
                      SpfResult.PERMERROR,
                      null,
                      answer.problem() + Evaluation.INCLUDED_NONE,
                      share);
            }
          });
    }

    // RFC 7208 section 6.1
    private void redirect(Redirect redirect) {
      countLookup();
      if (!redirect.domain().isFixed()) {
        leaveAll(redirect.text());
      }
      if (groups.isEmpty()) {
        return;
      }
      Answers next = follow(redirect.domain(), expander.name(redirect.domain(), domain));
      next.shares.forEach(
          (answer, share) -> {
            boolean none = answer.result() == SpfResult.NONE;
            pass(
                answer,
                none ? SpfResult.PERMERROR : answer.result(),
                answer.term(),
                none ? answer.problem() + Evaluation.REDIRECTED_NONE : answer.problem(),
                share);
          });
    }

    private Answers follow(MacroString spec, Optional<DomainName> target) {
      return target.isPresent()
          ? checkHost(target.get(), groups)
          : unread(spec.toString(), groups, SpfResult.NONE, Evaluation.givesNoName(spec));
    }

    /** Gives those who got an answer from another record the one it means here. */
    private void pass(
        Answer from,
        @Nullable SpfResult result,
        @Nullable String term,
        @Nullable String problem,
        Share share) {
      answers.add(
          new Answer(
              result,
              term,
              Evaluation.path(domain, from.path()),
              from.lookups(),
              from.voidLookups(),
              problem),
          share.addresses,
          share.leads);
    }

    /** Lets those whom an include did not match go on, together with others of equal counts. */
    private void goOn(Answer answer, Share share) {
      for (Group group : groups) {
        if (group.lookups == answer.lookups() && group.voidLookups == answer.voidLookups()) {
          group.addresses.addAll(share.addresses);
          group.leads |= share.leads;
          return;
        }
      }
      groups.add(new Group(share.addresses, share.leads, answer.lookups(), answer.voidLookups()));
    }

    private void countLookup() {
      List<Group> going = groups;
      groups = new ArrayList<>();
      for (Group group : going) {
        group.lookups++;
        if (group.lookups > Budget.MAX_LOOKUPS) {
          answers.add(group, SpfResult.PERMERROR, null, path, Budget.LOOKUPS_SPENT);
        } else {
          groups.add(group);
        }
      }
    }

    private void take(AddressRange range, Directive directive) {
      if (range.ip6() != ip6) {
        return;
      }
      for (Group group : groups) {
        Group taken = group.take(range);
        if (!taken.addresses.isEmpty()) {
          match(taken, directive);
        }
      }
      groups.removeIf(group -> group.addresses.isEmpty());
    }

    private void match(Group group, Directive directive) {
      answers.add(group, directive.qualifier().result(), directive.text(), path, null);
    }

    private void endAll(SpfResult result, @Nullable String problem) {
      groups.forEach(group -> answers.add(group, result, null, path, problem));
      groups = List.of();
    }

    /** Leaves the rest to evaluation. */
    private void leaveAll(String term) {
      groups.forEach(group -> answers.add(group, null, term, path, null));
      groups = List.of();
    }

    private boolean leads() {
      return groups.stream().anyMatch(group -> group.leads);
    }
  }
}
