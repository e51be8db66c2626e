package dev.plumbline.intake;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Settings {@code plumbline.drop-folder} and below. */
@ConfigMapping(prefix = "plumbline.drop-folder")
public interface DropFolderSettings {

  /** The folder itself; nothing is watched without it. */
  @WithParentName
  Optional<Path> path();

  @WithDefault("10s")
  Duration interval();
}
