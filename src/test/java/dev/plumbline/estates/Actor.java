package dev.plumbline.estates;

import dev.plumbline.standing.Standing;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Someone whose mail names the estate's domain in From:, with the truth about it.
 *
 * @param story what it is, for whoever reads a failure
 * @param right the standings that are right for each of its sources; most often one
 * @param legitimate whether the owner of the domain wants this mail to arrive
 * @param key the sender's key, null if it may have any
 * @param hosts where it sends from
 * @param volume messages on a day, seen by all receivers together
 * @param mails the kinds of its messages
 */
record Actor(
    String story,
    Set<Standing> right,
    boolean legitimate,
    @Nullable String key,
    List<Host> hosts,
    double volume,
    List<Mail> mails) {

  Actor {
    right = Set.copyOf(right);
    hosts = List.copyOf(hosts);
    mails = List.copyOf(mails);
  }

  /**
   * An address.
   *
   * @param helo its HELO name
   */
  record Host(String ip, String helo) {}

  /** How messages come to the receiver. */
  enum Way {
    DIRECT,
    FORWARDED,
    LIST
  }

  /**
   * Messages that differ in chance only.
   *
   * @param share of the actor's messages
   * @param envelope the domain of MAIL FROM, empty for the null reverse path
   * @param from, to the days they are sent, counted from the first of the estate; to is excluded
   */
  record Mail(
      double share,
      String author,
      String envelope,
      List<Signature> signatures,
      Way way,
      int from,
      int to) {

    Mail {
      signatures = List.copyOf(signatures);
    }
  }

  /**
   * A signature.
   *
   * @param survives the share of messages in which it arrives intact
   */
  record Signature(String domain, String selector, double survives) {}
}
