package dev.plumbline.web;

import dev.plumbline.dns.RecordKind;

/** What kinds of records are called on pages. */
final class RecordTitles {

  private RecordTitles() {}

  static String of(RecordKind kind) {
    return switch (kind) {
      case SPF_INCLUDE -> "Records that SPF leads to";
      case DKIM -> "DKIM keys";
      case CNAME -> "DKIM keys kept by others (CNAME)";
      case TLS_RPT -> "TLS reporting";
      case DMARC, SPF, MX, MTA_STS, BIMI -> kind.wire();
    };
  }
}
