package dev.plumbline.store.traffic;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Messages of a domain, a sender or a source, in a period or on a day.
 *
 * @param pass those that pass DMARC
 * @param dkim those with an aligned signature that verified
 * @param spf those with an aligned pass of SPF
 * @param quarantined by their receivers
 * @param rejected by their receivers
 */
public record Traffic(
    long messages, long pass, long dkim, long spf, long quarantined, long rejected) {

  /** No messages. */
  public static final Traffic NONE = new Traffic(0, 0, 0, 0, 0, 0);

  /** The columns that {@link #of} reads, summed up. */
  static final String SUMS =
      """
      coalesce(sum(messages), 0) as messages, coalesce(sum(pass), 0) as pass,
        coalesce(sum(dkim), 0) as dkim, coalesce(sum(spf), 0) as spf,
        coalesce(sum(quarantined), 0) as quarantined, coalesce(sum(rejected), 0) as rejected
      """;

  /** Both together. */
  public Traffic plus(Traffic other) {
    return new Traffic(
        messages + other.messages,
        pass + other.pass,
        dkim + other.dkim,
        spf + other.spf,
        quarantined + other.quarantined,
        rejected + other.rejected);
  }

  static Traffic of(ResultSet row) throws SQLException {
    return new Traffic(
        row.getLong("messages"),
        row.getLong("pass"),
        row.getLong("dkim"),
        row.getLong("spf"),
        row.getLong("quarantined"),
        row.getLong("rejected"));
  }
}
