package dev.plumbline.sender;

import java.util.LinkedHashSet;
import java.util.Set;

/** What speaks for one candidate. */
final class Tally {
  final Sender sender;
  final Set<String> sentences = new LinkedHashSet<>();
  double weight;
  double signedShare;

  /** The connection itself shows it, which no forwarder can pass on. */
  boolean connected;

  Tally(Sender sender) {
    this.sender = sender;
  }

  void add(double weight, boolean connected, String sentence) {
    this.weight += weight;
    this.connected |= connected;
    sentences.add(sentence);
  }
}
