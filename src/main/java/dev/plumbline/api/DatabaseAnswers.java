package dev.plumbline.api;

import dev.plumbline.store.server.DatabasePulse;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Whether the database answers, which is known at once, whatever became of it. */
@Readiness
@ApplicationScoped
public class DatabaseAnswers implements HealthCheck {

  private final DatabasePulse pulse;

  DatabaseAnswers(DatabasePulse pulse) {
    this.pulse = pulse;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("database").status(pulse.isAnswering()).build();
  }
}
