package dev.plumbline.store.tls;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.plumbline.standing.transport.Published;
import dev.plumbline.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps what domains published about their transport security when they were last asked. */
@ApplicationScoped
public class TransportChecks {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  private final Database sql;

  public TransportChecks(Database sql) {
    this.sql = sql;
  }

  /** What was found, and when. */
  public record Checked(Published published, Instant at) {}

  public Optional<Checked> of(long domainId) {
    return sql.first(
        "select published, checked_at from transport_check where domain_id = ?",
        row ->
            new Checked(
                published(row.getString("published")), Database.requiredInstant(row, "checked_at")),
        domainId);
  }

  /** Reads the column {@code published}. */
  public static Published published(String json) {
    try {
      return JSON.readValue(json, Published.class);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Published published) {
    try {
      return JSON.writeValueAsString(published);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void keep(long domainId, Published published, Instant at) {
    sql.write(
        """
        insert into transport_check (domain_id, published, checked_at) values (?, ?::jsonb, ?)
        on conflict (domain_id) do update set
          published = excluded.published, checked_at = excluded.checked_at\
        """,
        domainId,
        text(published),
        at);
  }

  /** A domain that is to be asked. */
  public record Due(long domainId, String name) {}

  /** Domains that were not asked since a time, those with TLS reports first. */
  public List<Due> due(Instant before, int most) {
    return sql.list(
        """
        select d.id, d.name from domain d
        left join transport_check c on c.domain_id = d.id
        left join (select domain_id from tls_day group by domain_id) t on t.domain_id = d.id
        where c.checked_at is null or c.checked_at < ?
        order by t.domain_id is null, c.checked_at nulls first, d.id
        limit ?\
        """,
        row -> new Due(row.getLong("id"), row.getString("name")),
        before,
        most);
  }
}
