package dev.plumbline.review;

import dev.plumbline.sender.SenderNames;
import dev.plumbline.store.failure.FailureQueries;
import dev.plumbline.store.judgement.Decisions;
import dev.plumbline.store.judgement.JudgedRecords;
import dev.plumbline.store.judgement.JudgingQueue;
import dev.plumbline.store.judgement.RemedyStore;
import dev.plumbline.store.judgement.SenderRows;
import dev.plumbline.store.judgement.SenderTests;
import dev.plumbline.store.judgement.SimulatedTraffic;
import dev.plumbline.store.judgement.SourceRows;
import dev.plumbline.store.judgement.Summaries;
import dev.plumbline.store.judgement.SummaryQueries;
import dev.plumbline.store.traffic.SimulationQueries;
import dev.plumbline.store.traffic.SourceFactsQueries;
import dev.plumbline.store.traffic.TrafficQueries;
import jakarta.inject.Singleton;

/** Where the judge takes from and puts to. */
@Singleton
class Workshop {

  final TrafficQueries traffic;
  final SourceFactsQueries facts;
  final SimulationQueries simulations;
  final JudgedRecords records;
  final Decisions decisions;
  final JudgingQueue queue;
  final SourceRows sources;
  final SenderRows senders;
  final Summaries summaries;
  final SummaryQueries summaryQueries;
  final SimulatedTraffic simulated;
  final SenderNames naming;
  final RemedyStore remedies;
  final FailureQueries failures;
  final SenderTests tests;

  Workshop(
      TrafficQueries traffic,
      SourceFactsQueries facts,
      SimulationQueries simulations,
      JudgedRecords records,
      Decisions decisions,
      JudgingQueue queue,
      SourceRows sources,
      SenderRows senders,
      Summaries summaries,
      SummaryQueries summaryQueries,
      SimulatedTraffic simulated,
      SenderNames naming,
      RemedyStore remedies,
      FailureQueries failures,
      SenderTests tests) {
    this.traffic = traffic;
    this.facts = facts;
    this.simulations = simulations;
    this.records = records;
    this.decisions = decisions;
    this.queue = queue;
    this.sources = sources;
    this.senders = senders;
    this.summaries = summaries;
    this.summaryQueries = summaryQueries;
    this.simulated = simulated;
    this.naming = naming;
    this.remedies = remedies;
    this.failures = failures;
    this.tests = tests;
  }
}
