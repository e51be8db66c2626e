package dev.plumbline.review;

import dev.plumbline.sender.Catalogue;
import dev.plumbline.store.people.Who;
import dev.plumbline.store.settings.Adjustable;
import dev.plumbline.store.settings.KeptSettings;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue with the services that were laid over it on a page. Each process looks for them
 * every few seconds; once there are others, all domains are judged anew.
 */
@ApplicationScoped
public class KeptCatalogue {

  private static final Logger LOG = Logger.getLogger(KeptCatalogue.class);
  private static final long LOOKED_AT_AGAIN = Duration.ofSeconds(3).toNanos();

  private final Catalogue catalogue;
  private final KeptSettings settings;
  private @Nullable String known;
  private long lookedAt;

  KeptCatalogue(Catalogue catalogue, KeptSettings settings) {
    this.catalogue = catalogue;
    this.settings = settings;
  }

  /** Stands for all services, as they are set now. */
  synchronized String version() {
    if (known == null || System.nanoTime() - lookedAt > LOOKED_AT_AGAIN) {
      look();
    }
    return catalogue.version();
  }

  private void look() {
    String kept = settings.find(Adjustable.CATALOGUE).map(KeptSettings.Kept::value).orElse("");
    if (!kept.equals(known)) {
      try {
        catalogue.layOver(kept);
      } catch (IllegalArgumentException e) {
        // Checked when it was set, by another release at most.
        LOG.warnf("The services set on a page are left out: %s", e.getMessage());
      }
      known = kept;
    }
    lookedAt = System.nanoTime();
  }

  /**
   * Looks whether services can be laid over the catalogue.
   *
   * @throws IllegalArgumentException with one sentence for users if they cannot
   */
  public static void check(String yaml) {
    Catalogue.count(yaml);
  }

  /**
   * Lays services over the catalogue, in every process.
   *
   * @param yaml of the form of the operator's file; empty for none
   * @throws IllegalArgumentException with one sentence for users if it cannot be used
   */
  public synchronized void set(Who by, String yaml, Instant at) {
    check(yaml);
    settings.set(by, Adjustable.CATALOGUE, Adjustable.CATALOGUE.valid(yaml), at);
    look();
  }
}
