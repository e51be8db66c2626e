package dev.plumbline.digest;

import dev.plumbline.resolver.DnsSwitch;
import dev.plumbline.store.Database;
import dev.plumbline.store.digest.DigestMails;
import dev.plumbline.store.digest.Subscriptions;
import java.time.Clock;
import java.util.Optional;

/** What one process does about digests, without the application. */
public final class DigestReplica {

  private final DigestPost post;

  public DigestReplica(Database database, LocalMail mail, Clock clock) {
    this.post =
        new DigestPost(
            new Subscriptions(database),
            new DigestMails(database),
            new DigestMaker(database, new DnsSwitch(Optional.empty(), Optional.empty()), clock),
            mail,
            clock,
            true,
            Optional.of("https://plumbline.kills-test.example"),
            8080);
  }

  public DigestPost post() {
    return post;
  }

  public void round() {
    post.round();
  }
}
