package dev.plumbline.api;

import dev.plumbline.mime.Limits;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Whether what comes in can be kept while it does: large mails and uploads go through a folder. */
@Readiness
@ApplicationScoped
public class WorkFolder implements HealthCheck {

  private final long least;
  private final Path folder = Path.of(System.getProperty("java.io.tmpdir", "."));

  WorkFolder(Limits limits) {
    this.least = limits.messageBytes();
  }

  @Override
  public HealthCheckResponse call() {
    return answer(folder);
  }

  HealthCheckResponse answer(Path place) {
    long free;
    try {
      free = Files.isWritable(place) ? Files.getFileStore(place).getUsableSpace() : 0;
    } catch (IOException e) {
      free = 0;
    }
    return HealthCheckResponse.named("work folder").status(free >= least).build();
  }
}
