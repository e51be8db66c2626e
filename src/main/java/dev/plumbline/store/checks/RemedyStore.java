package dev.plumbline.store.checks;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.plumbline.standing.Remedy;
import dev.plumbline.standing.Standing;
import dev.plumbline.store.Database;
import dev.plumbline.store.SqlText;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Keeps the remedies that the last re-check tested. */
@ApplicationScoped
public class RemedyStore {

  private static final TypeReference<Remedy> REMEDY = new TypeReference<>() {};

  private final Database sql;

  RemedyStore(Database sql) {
    this.sql = sql;
  }

  /** Whom and what a remedy is for: a sender can stand differently in different periods. */
  public record For(String sender, Standing standing) {}

  /** Replaces the remedies of a domain's senders. */
  public void save(long domainId, Map<For, Remedy> remedies, Instant at) {
    sql.doInTransaction(
        connection -> {
          Database.write(connection, "delete from remedy where domain_id = ?", domainId);
          Database.writeAll(
              connection,
              """
              insert into remedy (domain_id, sender_key, standing, remedy, tested_at)
              values (?, ?, ?, ?::jsonb, ?)
              on conflict (domain_id, sender_key, standing) do update
              set remedy = excluded.remedy, tested_at = excluded.tested_at""",
              remedies.entrySet(),
              (insert, each) -> {
                insert.setLong(1, domainId);
                insert.setString(2, SqlText.clean(each.getKey().sender()));
                insert.setString(3, each.getKey().standing().wire());
                insert.setString(4, SqlText.clean(SqlText.json(each.getValue())));
                insert.setTimestamp(5, Timestamp.from(at));
              });
        });
  }

  /** What was found for a domain's senders. */
  public Map<For, Remedy> ofDomain(long domainId) {
    Map<For, Remedy> remedies = new HashMap<>();
    sql.list(
            "select sender_key, standing, remedy from remedy where domain_id = ?",
            row ->
                Map.entry(
                    new For(
                        row.getString("sender_key"), Standing.valueOf(row.getString("standing"))),
                    SqlText.fromJson(row.getString("remedy"), REMEDY)),
            domainId)
        .forEach(each -> remedies.put(each.getKey(), each.getValue()));
    return remedies;
  }
}
