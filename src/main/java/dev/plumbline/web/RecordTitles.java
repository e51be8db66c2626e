package dev.plumbline.web;

import java.util.LinkedHashMap;
import java.util.Map;

/** What kinds of records are called on pages. */
final class RecordTitles {

  /** By kind, in the order of the page. */
  static final Map<String, String> ALL = all();

  private RecordTitles() {}

  static String of(String kind) {
    return ALL.getOrDefault(kind, kind);
  }

  private static Map<String, String> all() {
    Map<String, String> titles = new LinkedHashMap<>();
    titles.put("DMARC", "DMARC");
    titles.put("SPF", "SPF");
    titles.put("SPF-INCLUDE", "Records that SPF leads to");
    titles.put("MX", "MX");
    titles.put("DKIM", "DKIM keys");
    titles.put("CNAME", "DKIM keys kept by others (CNAME)");
    titles.put("MTA-STS", "MTA-STS");
    titles.put("TLS-RPT", "TLS reporting");
    titles.put("BIMI", "BIMI");
    return titles;
  }
}
