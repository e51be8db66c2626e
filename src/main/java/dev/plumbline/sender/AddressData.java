package dev.plumbline.sender;

import com.maxmind.db.Reader;
import java.io.File;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What files in MaxMind's format tell of an address: the autonomous system that announces it, and a
 * country. Understands the fields of GeoLite2, DB-IP Lite and IPinfo Lite.
 */
final class AddressData {

  /** Knows nothing. */
  static final AddressData NONE = new AddressData(List.of());

  private static final int IP6 = 6;

  private final List<Reader> files;

  private AddressData(List<Reader> files) {
    this.files = List.copyOf(files);
  }

  /**
   * An autonomous system.
   *
   * @param organization who runs it; empty if the file does not tell
   */
  record Network(long number, String organization) {

    /** {@code AS64500 (Organization)}. */
    String label() {
      return "AS" + number + (organization.isEmpty() ? "" : " (" + organization + ")");
    }
  }

  /**
   * Opens the files that are given; either may hold both.
   *
   * @throws IllegalArgumentException with one sentence that names the setting
   */
  static AddressData open(@Nullable Path asnFile, @Nullable Path geoFile) {
    List<Reader> files = new ArrayList<>();
    if (asnFile != null) {
      files.add(read("plumbline.asn-file", asnFile));
    }
    if (geoFile != null) {
      files.add(read("plumbline.geo-file", geoFile));
    }
    return new AddressData(files);
  }

  private static Reader read(String setting, Path path) {
    File file = path.toFile();
    if (!file.isFile() || !file.canRead()) {
      throw new IllegalArgumentException(setting + ": cannot read the file " + path + ".");
    }
    try {
      return new Reader(file, Reader.FileMode.MEMORY);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          setting + ": " + path + " is not a file in MaxMind's format (.mmdb).");
    }
  }

  /** The autonomous system of an address. */
  Optional<Network> network(InetAddress ip) {
    for (Reader file : files) {
      Map<?, ?> record = record(file, ip);
      long number = number(record.get("autonomous_system_number"), record.get("asn"));
      if (number > 0) {
        String organization = text(record.get("autonomous_system_organization"));
        return Optional.of(
            new Network(
                number, organization.isEmpty() ? text(record.get("as_name")) : organization));
      }
    }
    return Optional.empty();
  }

  /** The country of an address, by its name if the file has one, else by its code. */
  Optional<String> country(InetAddress ip) {
    for (Reader file : files) {
      Map<?, ?> record = record(file, ip);
      Object country = record.get("country");
      String name =
          country instanceof Map<?, ?> fields
              ? name(fields)
              : country == null ? text(record.get("country_code")) : text(country);
      if (!name.isEmpty()) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }

  private static String name(Map<?, ?> country) {
    String english = country.get("names") instanceof Map<?, ?> names ? text(names.get("en")) : "";
    return english.isEmpty() ? text(country.get("iso_code")) : english;
  }

  private static Map<?, ?> record(Reader file, InetAddress ip) {
    if (ip instanceof Inet6Address && file.getMetadata().ipVersion() != IP6) {
      return Map.of();
    }
    try {
      Map<?, ?> record = file.get(ip, Map.class);
      return record == null ? Map.of() : record;
    } catch (IOException e) {
      // A file that is damaged inside is worth no more than a file that knows nothing.
      return Map.of();
    }
  }

  private static long number(@Nullable Object number, @Nullable Object text) {
    if (number instanceof Number value) {
      return value.longValue();
    }
    String digits = text(text).toUpperCase(Locale.ROOT).replaceFirst("^AS", "");
    return digits.matches("[0-9]{1,10}") ? Long.parseLong(digits) : 0;
  }

  private static String text(@Nullable Object value) {
    return value instanceof String text ? text.strip() : "";
  }
}
