/**
 * Everything that PostgreSQL keeps: raw bytes, reports, rows, daily totals, the intake log, and
 * what DNS said.
 *
 * <p>Start reading at {@link dev.plumbline.store.intake.IntakeStore}: one transaction takes one
 * received message or file with all its reports. Rows are written by COPY while they are parsed, so
 * that a report of a million rows needs no more memory than one of ten; totals follow by SQL in the
 * same transaction. Pages read the {@code ...Queries} classes, which answer periods from daily
 * totals.
 *
 * <p>The schema lives in {@code db/migration}. Small tables have Panache entities; entities, SQL
 * and connections never leave this room. {@link dev.plumbline.store.server.EmbeddedDatabase} is the
 * PostgreSQL that Plumbline brings along, started before the application.
 *
 * <p>What this room does not do: judge, parse, or ask DNS.
 */
@NullMarked
package dev.plumbline.store;

import org.jspecify.annotations.NullMarked;
