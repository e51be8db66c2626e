package dev.plumbline.spf.advice;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DomainName;
import dev.plumbline.spf.Mechanism;
import dev.plumbline.spf.Qualifier;
import dev.plumbline.spf.SpfRecord.Directive;
import dev.plumbline.spf.advice.RecordText.Placed;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Includes that let pass none of the addresses seen. Unlike {@link WhatIf#uses} this asks each
 * include by itself, so that it knows the answer for records that are broken or too long.
 */
final class UnusedIncludes {

  private UnusedIncludes() {}

  /** The record without them; as it is if there are none. Exceptions and macros stay. */
  static String without(Dns dns, String record, Collection<InetAddress> seen) {
    RecordText text = RecordText.of(record);
    List<Placed> unused =
        text.terms().stream()
            .filter(placed -> included(placed).map(name -> !isUsed(dns, name, seen)).orElse(false))
            .toList();
    return text.without(unused);
  }

  private static Optional<DomainName> included(Placed placed) {
    return placed.term() instanceof Directive directive
            && directive.qualifier() == Qualifier.PASS
            && directive.mechanism() instanceof Mechanism.Include include
            && !include.domain().hasMacros()
        ? DomainName.parse(include.domain().toString())
        : Optional.empty();
  }

  private static boolean isUsed(Dns dns, DomainName included, Collection<InetAddress> seen) {
    RecordReading reading = RecordReading.of(dns, included);
    return seen.stream().anyMatch(reading::passes);
  }
}
