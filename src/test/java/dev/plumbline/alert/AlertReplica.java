package dev.plumbline.alert;

import dev.plumbline.digest.DigestPost;
import dev.plumbline.digest.LocalMail;
import dev.plumbline.store.Database;
import dev.plumbline.store.alert.AlertPosts;
import dev.plumbline.store.alert.Alerts;
import dev.plumbline.store.alert.Channels;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What one process does about alerts that were found, without the application. */
public final class AlertReplica {

  private final AlertPost post;

  public AlertReplica(
      Database database, LocalMail mail, String insideHost, DigestPost digests, Clock clock) {
    AlertSettings settings =
        new AlertSettings() {
          @Override
          public Duration gather() {
            return Duration.ZERO;
          }

          @Override
          public Duration timeout() {
            return Duration.ofSeconds(10);
          }

          @Override
          public Optional<List<String>> insideHosts() {
            return Optional.of(List.of(insideHost));
          }
        };
    this.post =
        new AlertPost(
            new Channels(database),
            new Alerts(database),
            new AlertPosts(database),
            mail,
            settings,
            digests,
            clock,
            true);
  }

  public void round() {
    post.round();
  }
}
