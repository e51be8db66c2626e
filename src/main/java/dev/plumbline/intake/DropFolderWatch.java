package dev.plumbline.intake;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The thread that looks into the drop folder, if there is one. */
@ApplicationScoped
class DropFolderWatch {

  private static final Logger LOG = Logger.getLogger(DropFolderWatch.class);

  private final DropFolderSettings settings;
  private final Intake intake;
  private final boolean background;
  private @Nullable RepeatingTask task;

  DropFolderWatch(
      DropFolderSettings settings,
      Intake intake,
      @ConfigProperty(name = "plumbline.background") boolean background) {
    this.settings = settings;
    this.intake = intake;
    this.background = background;
  }

  void start(@Observes StartupEvent event) {
    Optional<Path> folder = settings.path();
    if (!background || folder.isEmpty()) {
      return;
    }
    if (settings.interval().toMillis() < 1) {
      throw new IllegalArgumentException(
          "plumbline.drop-folder.interval must be at least one millisecond.");
    }
    LOG.infof("Files are taken from the folder %s", folder.get());
    DropFolder drop = new DropFolder(folder.get().toAbsolutePath(), intake, this::isStopped);
    RepeatingTask created = new RepeatingTask("drop-folder", settings.interval(), drop::scan);
    task = created;
    created.start();
  }

  private boolean isStopped() {
    RepeatingTask current = task;
    return current != null && current.isStopped();
  }

  void stop(@Observes ShutdownEvent event) {
    RepeatingTask current = task;
    if (current != null) {
      current.stop();
    }
  }
}
