package dev.plumbline.api;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Whether what happens without being asked for still happens in this process. If no schedule runs
 * any more, nothing but a new start helps.
 */
@Liveness
@ApplicationScoped
public class Heartbeat implements HealthCheck {

  private static final Duration LONGEST = Duration.ofMinutes(3);

  private final boolean background;
  private volatile long lastNanos = System.nanoTime();

  Heartbeat(
      @ConfigProperty(name = "plumbline.background", defaultValue = "true") boolean background) {
    this.background = background;
  }

  @Scheduled(every = "10s")
  void beat() {
    lastNanos = System.nanoTime();
  }

  @Override
  public HealthCheckResponse call() {
    return answer(Duration.ofNanos(System.nanoTime() - lastNanos));
  }

  HealthCheckResponse answer(Duration since) {
    return HealthCheckResponse.named("background work")
        .status(!background || since.compareTo(LONGEST) < 0)
        .build();
  }
}
