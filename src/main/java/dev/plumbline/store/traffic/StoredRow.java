package dev.plumbline.store.traffic;

import dev.plumbline.report.aggregate.ReportRow;
import dev.plumbline.store.intake.ReportRef;
import java.time.LocalDate;

/**
 * One row of a stored report.
 *
 * @param number its place in the report, from 1
 * @param day the UTC day of the report's begin
 * @param reporter who reported it
 */
public record StoredRow(
    ReportRef report, int number, LocalDate day, String reporter, ReportRow row) {}
