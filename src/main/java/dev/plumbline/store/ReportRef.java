package dev.plumbline.store;

/** Points at one stored report. */
public record ReportRef(long domainId, long reportId) {}
