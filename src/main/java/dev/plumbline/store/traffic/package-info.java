/**
 * Reads reports and totals for pages, commands and judgements.
 *
 * <p>Figures come from totals, never from rows in bulk. Reporters that are left out are left out
 * here, by the views {@code counted_report} and {@code counted_traffic}.
 *
 * <p>Start reading at {@link dev.plumbline.store.traffic.TrafficQueries}.
 */
@NullMarked
package dev.plumbline.store.traffic;

import org.jspecify.annotations.NullMarked;
