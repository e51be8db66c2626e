/** Aggregate reports (RFC 7489, RFC 9990) to immutable records plus a list of repairs. */
@NullMarked
package dev.plumbline.report;

import org.jspecify.annotations.NullMarked;
