package dev.plumbline.store.traffic;

import dev.plumbline.dmarc.PublicSuffixes;
import dev.plumbline.dns.DomainName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Tells which reporters are one that spells its name in several ways, as {@code google.com}, {@code
 * Google} and {@code Google, Inc.}: the names say the same once what every company may add is left
 * away, and their reports name addresses of the same organization. A name alone says nothing, since
 * anybody can write it.
 */
final class Spellings {

  private static final Set<String> ADDED =
      Set.of("inc", "llc", "ltd", "gmbh", "corp", "corporation", "co", "ag", "sa", "bv", "limited");

  private Spellings() {}

  /** Those that are one, together; those with most reports first, else as they are given. */
  static <T> List<List<T>> together(
      List<T> reporters,
      Function<T, String> name,
      Function<T, ? extends Collection<String>> emails,
      ToLongFunction<T> reports) {
    Map<String, List<T>> groups = new LinkedHashMap<>();
    int alone = 0;
    for (T one : reporters) {
      String key = key(name.apply(one), emails.apply(one)).orElse("alone " + alone++);
      groups.computeIfAbsent(key, first -> new ArrayList<>()).add(one);
    }
    return groups.values().stream()
        .sorted(
            Comparator.comparingLong((List<T> group) -> -group.stream().mapToLong(reports).sum()))
        .toList();
  }

  private static Optional<String> key(String name, Collection<String> emails) {
    List<String> organizations =
        emails.stream()
            .flatMap(email -> organization(email).stream())
            .map(DomainName::toString)
            .distinct()
            .toList();
    // One that names several is not said to be any of them.
    if (organizations.size() != 1) {
      return Optional.empty();
    }
    String bare = bare(name);
    return bare.isEmpty() ? Optional.empty() : Optional.of(bare + " of " + organizations.get(0));
  }

  private static Optional<DomainName> organization(String email) {
    return DomainName.parse(email.substring(email.lastIndexOf('@') + 1))
        .map(PublicSuffixes::organizationalDomain);
  }

  /** A name without what companies add; of a domain, what it registered. */
  private static String bare(String name) {
    String lower = name.strip().toLowerCase(Locale.ROOT);
    if (lower.indexOf('.') > 0 && lower.indexOf(' ') < 0 && !lower.endsWith(".")) {
      Optional<DomainName> domain =
          DomainName.parse(lower).map(PublicSuffixes::organizationalDomain);
      if (domain.isPresent()) {
        return domain.get().labels().get(0);
      }
    }
    return Arrays.stream(lower.split("[^\\p{L}\\p{N}]+"))
        .filter(word -> !word.isEmpty() && !ADDED.contains(word))
        .collect(Collectors.joining(" "));
  }
}
