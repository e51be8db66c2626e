package dev.plumbline.store.traffic;

/** A monitored domain's traffic in a period. */
public record DomainTotals(long messages, long passMessages) {}
