package dev.plumbline.store.intake;

/** Points at one stored report. */
public record ReportRef(long domainId, long reportId) {}
