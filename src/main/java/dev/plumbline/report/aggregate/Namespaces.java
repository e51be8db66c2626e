package dev.plumbline.report.aggregate;

import static dev.plumbline.report.RepairLedger.quote;

import dev.plumbline.report.RepairCode;
import dev.plumbline.report.RepairLedger;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the attributes of a tag in a broken report. */
final class Namespaces {

  private static final Pattern ATTRIBUTE =
      Pattern.compile("\\s([A-Za-z_][A-Za-z0-9_.:-]*)\\s*=\\s*(?:\"([^\"]*+)\"|'([^']*+)')");
  private static final Pattern PLAIN_URI = Pattern.compile("[!#-%(-;=?-~]+");

  private Namespaces() {}

  /** The namespace declarations of a tag; other attributes carry nothing we use. */
  static Map<String, String> declared(String attributes, RepairLedger repairs) {
    if (attributes.isBlank()) {
      return Map.of();
    }
    Map<String, String> namespaces = new HashMap<>();
    Matcher matcher = ATTRIBUTE.matcher(attributes);
    int end = 0;
    boolean broken = false;
    while (matcher.find()) {
      broken |= !attributes.substring(end, matcher.start()).isBlank();
      end = matcher.end();
      String name = matcher.group(1);
      String uri = matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
      if (FeedbackReader.isUnknown(
          name, name.startsWith("xmlns") || name.contains(":") ? name : "")) {
        repairs.add(RepairCode.UNKNOWN_ATTRIBUTE, "attribute " + quote(name) + " ignored");
        continue;
      }
      if (!PLAIN_URI.matcher(uri).matches()
          || uri.startsWith("http://www.w3.org/XML/1998")
          || uri.startsWith("http://www.w3.org/2000/xmlns")) {
        continue;
      }
      if (name.equals("xmlns")) {
        namespaces.put("", uri);
      } else if (name.matches("xmlns:[A-Za-z_][A-Za-z0-9_.-]*") && !name.startsWith("xmlns:xml")) {
        namespaces.put(name.substring(6), uri);
      }
    }
    if (broken || !attributes.substring(end).isBlank()) {
      repairs.add(
          RepairCode.BROKEN_TAG, "attributes " + quote(attributes.strip()) + " not readable");
    }
    return namespaces;
  }
}
