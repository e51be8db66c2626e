package dev.plumbline.store.traffic;

/** What one reporter reported about a domain in a period. */
public record ReporterTotals(String reporter, long reports, long messages, long passMessages) {}
