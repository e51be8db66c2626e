package dev.plumbline.cli.shell;

import dev.plumbline.store.Database;
import dev.plumbline.store.judgement.JudgementQueries;
import dev.plumbline.store.traffic.Reporters;
import dev.plumbline.store.traffic.SimulationQueries;
import dev.plumbline.store.traffic.SourceFactsQueries;
import dev.plumbline.store.traffic.TrafficQueries;
import java.time.Clock;

/** What a question asks, made by hand: to start the application costs more than any answer. */
public final class Rooms {

  private final Database database;
  private final Clock clock;

  public Rooms(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  public Clock clock() {
    return clock;
  }

  public TrafficQueries traffic() {
    return new TrafficQueries(database, clock);
  }

  public Reporters reporters() {
    return new Reporters(database);
  }

  public JudgementQueries judgement() {
    return new JudgementQueries(database);
  }

  public SourceFactsQueries facts() {
    return new SourceFactsQueries(database);
  }

  public SimulationQueries simulation() {
    return new SimulationQueries(database);
  }
}
