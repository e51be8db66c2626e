package dev.plumbline.store.checks;

import dev.plumbline.store.Database;
import dev.plumbline.store.Database.Binder;
import dev.plumbline.store.judgement.JudgingQueue;
import java.util.List;

/** What DNS said that is something else than before. */
final class Findings {

  private Findings() {}

  /** Writes it and has the domain judged anew, in one transaction; nothing if nothing changed. */
  static <T> void keep(
      Database database, long domainId, String upsert, List<T> changed, Binder<T> binder) {
    if (changed.isEmpty()) {
      return;
    }
    database.doInTransaction(
        connection -> {
          JudgingQueue.wantChecked(connection, domainId);
          Database.writeAll(connection, upsert, changed, binder);
        });
  }
}
