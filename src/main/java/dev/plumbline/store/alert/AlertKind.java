package dev.plumbline.store.alert;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an alert is about, the most pressing first. */
public enum AlertKind {
  LOSING_MAIL("Mail is being lost", true),
  RECORD_BROKEN("A record is broken", true),
  REGRESSED("A sender has regressed", true),
  FAILING_MORE("A sender fails more than it ever did", true),
  INTAKE_REFUSING("Reports are refused", true),
  MAILBOX("A mailbox brings nothing", true),
  DISK("A disk fills up", true),
  LOOKUPS("SPF lookups run out", true),
  EXPIRING("Something expires", true),
  DOMAIN_SILENT("Nobody reports about a domain", true),
  REPORTER_SILENT("A reporter is silent", true),
  SPOOFING("A wave of spoofing", true),
  RECORD_CHANGED("A record changed", false),
  NEW_SENDER("A new sender", false);

  private final String title;
  private final boolean lasts;

  AlertKind(String title, boolean lasts) {
    this.title = title;
    this.lasts = lasts;
  }

  /** In words. */
  public String title() {
    return title;
  }

  /** Whether it goes on until it is over; others only happen. */
  public boolean lasts() {
    return lasts;
  }

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<AlertKind> ofWire(String wire) {
    return Arrays.stream(values()).filter(one -> one.wire().equals(wire)).findFirst();
  }
}
