package dev.plumbline.store.alert;

import dev.plumbline.store.Scope;
import dev.plumbline.store.people.Limits;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where alerts are told.
 *
 * @param address of mail, or of a webhook
 * @param secret what posts are signed with, or a token of the other side; may be empty
 * @param personId whose it is, null if nobody's
 * @param about the domains it is about, as it was said
 * @param scope these, as far as its person may see them today
 * @param kinds of alerts, null for all
 * @param quiet when nothing is sent, null for never
 * @param key by which it is ended from a mail itself
 * @param endedAt since when nothing is told any more, null while it is
 */
public record Channel(
    long id,
    Shape shape,
    String address,
    String secret,
    @Nullable Long personId,
    Limits about,
    Scope scope,
    @Nullable List<AlertKind> kinds,
    @Nullable Quiet quiet,
    String key,
    Instant createdAt,
    @Nullable Instant endedAt) {

  public Channel {
    kinds = kinds == null ? null : List.copyOf(kinds);
  }

  /** Whether it is to be told of an alert; what is about no domain concerns those who see all. */
  public boolean wants(AlertKind kind, String domain) {
    List<AlertKind> only = kinds;
    return (only == null || only.contains(kind))
        && (domain.isEmpty() ? scope.isEverything() : scope.covers(domain));
  }

  /** How it is told. */
  public enum Shape {
    MAIL,
    /** Our own JSON, signed. */
    JSON,
    SLACK,
    TEAMS,
    MATRIX,
    NTFY;

    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Shape> ofWire(String wire) {
      return Arrays.stream(values()).filter(one -> one.wire().equals(wire)).findFirst();
    }
  }

  /**
   * Hours in which nothing is sent; what comes up waits for their end.
   *
   * @param from the first hour of the day, in the zone
   * @param to the hour at which they end; of the next day if it is not after the first
   */
  public record Quiet(int from, int to, ZoneId zone) {

    public Quiet {
      if (from < 0 || from > 23 || to < 0 || to > 23) {
        throw new IllegalArgumentException("Quiet hours are from 0 to 23.");
      }
    }

    public boolean covers(Instant at) {
      int hour = at.atZone(zone).getHour();
      return from <= to ? hour >= from && hour < to : hour >= from || hour < to;
    }
  }

  /** What somebody asks for. */
  public record Draft(
      Shape shape,
      String address,
      String secret,
      @Nullable Long personId,
      Limits about,
      @Nullable List<AlertKind> kinds,
      @Nullable Quiet quiet) {

    public Draft {
      kinds = kinds == null ? null : List.copyOf(kinds);
    }
  }
}
