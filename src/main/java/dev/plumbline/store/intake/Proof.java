package dev.plumbline.store.intake;

import dev.plumbline.mime.Submitter;
import dev.plumbline.store.Database;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What the mail of a report proves, beside that of another report under the same key. Anybody can
 * send the key of a genuine report before the genuine one comes.
 */
enum Proof {
  /** That it comes from the reporter, which the other one's does not. */
  MORE,
  /** Neither does, or both do. */
  THE_SAME,
  /** It does not, and the other one's does. */
  LESS;

  /** Nobody forges so much that a longer history would tell more. */
  private static final int MOST_PRECEDENTS = 1_000;

  /** Compares what is known of two mails; asks the database only where both are proven. */
  static Proof of(
      Connection connection,
      String reporter,
      @Nullable Submitter submitter,
      @Nullable StoredReport before)
      throws SQLException {
    if (before == null) {
      return THE_SAME;
    }
    int order = Integer.compare(weight(reporter, submitter), weight(reporter, before.submitter()));
    Submitter proven = proven(submitter);
    Submitter provenBefore = proven(before.submitter());
    if (order == 0
        && proven != null
        && provenBefore != null
        && !proven.domain().equals(provenBefore.domain())) {
      order =
          Long.compare(
              precedents(connection, proven.domain(), before),
              precedents(connection, provenBefore.domain(), before));
    }
    return order > 0 ? MORE : order < 0 ? LESS : THE_SAME;
  }

  private static @Nullable Submitter proven(@Nullable Submitter submitter) {
    return submitter != null && submitter.check() == Submitter.Check.PASS ? submitter : null;
  }

  /** Many reporters are called by the domain that they write from. */
  private static int weight(String reporter, @Nullable Submitter submitter) {
    Submitter proven = proven(submitter);
    return proven == null ? 0 : Submitter.sameOrganization(reporter, proven.domain()) ? 2 : 1;
  }

  /** How many other reports of this reporter came in proven mails of a domain. */
  private static long precedents(Connection connection, String submitter, StoredReport before)
      throws SQLException {
    return Database.first(
            connection,
            """
            select count(*) from (
              select 1 from report
              where domain_id = ? and reporter_id = ? and submitter = ? and submitter_check = 'pass'
                and id <> ?
              limit ?) known\
            """,
            row -> row.getLong(1),
            before.ref().domainId(),
            before.reporterId(),
            submitter,
            before.ref().reportId(),
            MOST_PRECEDENTS)
        .orElse(0L);
  }
}
