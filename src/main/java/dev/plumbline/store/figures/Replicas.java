package dev.plumbline.store.figures;

import dev.plumbline.store.Database;
import dev.plumbline.store.ProcessName;
import dev.plumbline.store.StoreUnavailableException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** The servers that share this database. Each tells every ten seconds that it is there. */
@ApplicationScoped
public class Replicas {

  private static final Logger LOG = Logger.getLogger(Replicas.class);

  private final Database sql;
  private final boolean background;
  private final String name = ProcessName.create();

  Replicas(Database sql, @ConfigProperty(name = "plumbline.background") boolean background) {
    this.sql = sql;
    this.background = background;
  }

  /** For whoever only asks. */
  public static List<Replica> known(Database sql) {
    return sql.list(
        """
        select r.name, r.version, r.started_at,
          greatest(extract(epoch from clock_timestamp() - r.seen_at), 0)::bigint as silent,
          array(select l.name from lease l
            where l.expires_at >= clock_timestamp()
              and split_part(l.holder, ':', 1) = split_part(r.name, ':', 1)
              and split_part(l.holder, ':', 2) = split_part(r.name, ':', 2)
            order by l.name) as leases
        from replica r order by r.name\
        """,
        row ->
            new Replica(
                row.getString("name"),
                row.getString("version"),
                Database.requiredInstant(row, "started_at"),
                row.getLong("silent"),
                Database.texts(row, "leases")));
  }

  @Scheduled(every = "10s", delayed = "1s", concurrentExecution = ConcurrentExecution.SKIP)
  void due() {
    if (!background) {
      return;
    }
    try {
      beat();
    } catch (StoreUnavailableException e) {
      LOG.debugf("Nobody could be told that this process is there: %s", e.getMessage());
    }
  }

  /** Tells that this process is there, and forgets those that nobody heard of for a day. */
  void beat() {
    String version = Replicas.class.getPackage().getImplementationVersion();
    sql.write(
        """
        insert into replica (name, version, started_at, seen_at)
        values (?, ?, clock_timestamp(), clock_timestamp())
        on conflict (name) do update set seen_at = excluded.seen_at\
        """,
        name,
        version == null ? "development" : version);
    sql.write("delete from replica where seen_at < clock_timestamp() - interval '1 day'");
  }

  void leave(@Observes ShutdownEvent end) {
    if (background) {
      try {
        sql.write("delete from replica where name = ?", name);
      } catch (StoreUnavailableException e) {
        LOG.debugf("Nobody could be told that this process ends: %s", e.getMessage());
      }
    }
  }
}
