package dev.plumbline.standing;

import dev.plumbline.dmarc.Alignment;
import dev.plumbline.dmarc.Policy;
import dev.plumbline.dns.DomainName;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a policy would have done to the mail that was reported. DKIM or SPF, aligned, is enough (RFC
 * 9989 section 5.3.5); subdomains take {@code sp}; {@code t=y} lowers a policy by one step (section
 * 4.7).
 */
public final class Simulator {

  private Simulator() {}

  /**
   * The terms of a record that decide what happens to mail.
   *
   * @param sp null for {@code p}
   * @param np for names that do not exist, null for {@code sp}
   * @param adkim, aspf how closely identities must agree
   * @param testing whether {@code t=y} is set
   */
  public record Terms(
      Policy p,
      @Nullable Policy sp,
      @Nullable Policy np,
      Alignment.Mode adkim,
      Alignment.Mode aspf,
      boolean testing) {

    /** What is asked for an author domain. */
    Policy level(boolean subdomain, boolean exists) {
      Policy below = sp == null ? p : sp;
      return applied(!subdomain ? p : exists || np == null ? below : np);
    }

    /** What receivers apply to the domain itself. */
    public Policy inForce() {
      return applied(p);
    }

    private Policy applied(Policy level) {
      return testing ? level.weaker() : level;
    }
  }

  /** An identity that passed or failed. */
  public record Identity(boolean dkim, String domain, boolean passed) {}

  /**
   * Messages of one source that were reported alike.
   *
   * @param ip null if the report named none
   * @param dkimPass, spfPass as reported: passed and aligned
   * @param overridden whether the receiver gave a reason not to follow the policy
   * @param authorExists whether the author domain is known to exist; true if nobody asked
   */
  public record Traffic(
      @Nullable InetAddress ip,
      DomainName author,
      List<Identity> identities,
      boolean dkimPass,
      boolean spfPass,
      boolean overridden,
      boolean authorExists,
      long messages) {

    public Traffic {
      identities = List.copyOf(identities);
    }
  }

  /**
   * Messages and who is behind them.
   *
   * @param behind null if nobody is known
   */
  public record Known(Traffic traffic, @Nullable Behind behind) {}

  /**
   * Who is behind a source.
   *
   * @param fixed whether what was reported to fail passes with today's DNS
   */
  public record Behind(String key, String name, Standing source, Standing sender, boolean fixed) {

    /** Of a source whose standing tells whether it was fixed. */
    public Behind(String key, String name, Standing source, Standing sender) {
      this(key, name, source, sender, source == Standing.FIXED);
    }
  }

  /**
   * Messages of one sender that would have been quarantined or rejected.
   *
   * @param standing of the sender
   */
  public record Loss(String key, String sender, Standing standing, long messages) {}

  /**
   * What the policy would have done.
   *
   * @param affected messages quarantined or rejected
   * @param overridden messages of them for which a receiver had a reason not to follow the policy
   * @param casualties legitimate senders' part of them, the worst first
   * @param forwarded what forwarders would have lost: a known cost
   * @param others what nobody has recognised or what is known to be foreign
   */
  public record Outcome(
      long messages,
      long affected,
      long quarantined,
      long rejected,
      long overridden,
      List<Loss> casualties,
      List<Loss> forwarded,
      List<Loss> others) {

    public Outcome {
      casualties = List.copyOf(casualties);
      forwarded = List.copyOf(forwarded);
      others = List.copyOf(others);
    }

    /** Messages of legitimate senders. */
    public long lost() {
      return casualties.stream().mapToLong(Loss::messages).sum();
    }
  }

  private static final Set<Standing> FOREIGN =
      Set.of(Standing.UNRECOGNIZED, Standing.UNAUTHORIZED_USE);

  /**
   * Tries a policy on messages of which it is known who is behind them.
   *
   * @param published the modes under which the reports were made; where the policy keeps them, the
   *     receivers' own verdicts count
   * @param today whether sources whose outcome changed since are taken as today's DNS would have
   *     them, instead of as reported
   */
  public static Outcome run(
      Terms policy,
      Terms published,
      DomainName domain,
      DomainName organizationalDomain,
      List<Known> traffic,
      boolean today) {
    Tally tally = new Tally();
    for (Known known : traffic) {
      Traffic one = known.traffic();
      Behind behind = known.behind();
      tally.messages += one.messages();
      boolean passes = passes(policy, published, organizationalDomain, one);
      if (today && behind != null) {
        passes = behind.fixed() || (passes && behind.source() != Standing.REGRESSED);
      }
      if (!passes) {
        tally.add(one, policy.level(!one.author().equals(domain), one.authorExists()), behind);
      }
    }
    return tally.outcome();
  }

  /** The sums of one run. */
  private static final class Tally {
    private long messages;
    private long quarantined;
    private long rejected;
    private long overridden;
    private final Map<String, Loss> losses = new HashMap<>();

    private void add(Traffic failing, Policy level, @Nullable Behind behind) {
      if (level == Policy.NONE) {
        return;
      }
      if (level == Policy.REJECT) {
        rejected += failing.messages();
      } else {
        quarantined += failing.messages();
      }
      overridden += failing.overridden() ? failing.messages() : 0;
      Loss loss =
          behind == null
              ? new Loss(
                  "unknown",
                  "Sources without an address",
                  Standing.UNRECOGNIZED,
                  failing.messages())
              : new Loss(behind.key(), behind.name(), lossStanding(behind), failing.messages());
      // What strangers send from an address that also sends for us is no casualty of ours.
      losses.merge(
          FOREIGN.contains(loss.standing()) ? "foreign " + loss.key() : loss.key(),
          loss,
          (a, b) -> new Loss(a.key(), a.sender(), worse(a, b), a.messages() + b.messages()));
    }

    private Outcome outcome() {
      List<Loss> casualties = new ArrayList<>();
      List<Loss> forwarded = new ArrayList<>();
      List<Loss> others = new ArrayList<>();
      losses.values().stream()
          .filter(loss -> loss.messages() > 0)
          .sorted(Comparator.comparingLong(Loss::messages).reversed().thenComparing(Loss::key))
          .forEach(
              loss -> {
                if (loss.standing() == Standing.FORWARDER) {
                  forwarded.add(loss);
                } else if (FOREIGN.contains(loss.standing())) {
                  others.add(loss);
                } else {
                  casualties.add(loss);
                }
              });
      return new Outcome(
          messages,
          quarantined + rejected,
          quarantined,
          rejected,
          overridden,
          casualties,
          forwarded,
          others);
    }
  }

  /** A sender's failing part may be forwarded or forged though the sender as a whole is not. */
  private static Standing lossStanding(Behind behind) {
    return behind.source() == Standing.FORWARDER || FOREIGN.contains(behind.source())
        ? behind.source()
        : behind.sender() == Standing.FORWARDER || FOREIGN.contains(behind.sender())
            ? behind.source()
            : behind.sender();
  }

  /** A legitimate part makes the whole a casualty. */
  private static Standing worse(Loss a, Loss b) {
    boolean mild = a.standing() == Standing.FORWARDER || FOREIGN.contains(a.standing());
    return mild ? b.standing() : a.standing();
  }

  private static boolean passes(
      Terms policy, Terms published, DomainName organizationalDomain, Traffic one) {
    boolean dkim =
        policy.adkim() == published.adkim()
            ? one.dkimPass()
            : aligned(one, true, policy.adkim(), organizationalDomain);
    boolean spf =
        policy.aspf() == published.aspf()
            ? one.spfPass()
            : aligned(one, false, policy.aspf(), organizationalDomain);
    return dkim || spf;
  }

  private static boolean aligned(
      Traffic one, boolean dkim, Alignment.Mode mode, DomainName organizationalDomain) {
    for (Identity identity : one.identities()) {
      if (identity.dkim() == dkim && identity.passed()) {
        Optional<DomainName> name = DomainName.parse(identity.domain());
        if (name.isPresent()
            && Alignment.aligned(one.author(), name.get(), mode, organizationalDomain)) {
          return true;
        }
      }
    }
    return false;
  }
}
