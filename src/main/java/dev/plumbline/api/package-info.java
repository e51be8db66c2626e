/**
 * The REST interface under {@code /api/v1}, for other programs. JSON members are in snake_case;
 * errors are problem details (RFC 9457).
 *
 * <p>Start reading at {@link dev.plumbline.api.DomainsResource}, which tells of domains, and {@link
 * dev.plumbline.api.FeedResource}, which is followed; {@link dev.plumbline.api.IntakeResource}
 * takes reports in. docs/api.md says it all to those who ask.
 *
 * <p>What this room does not do: decide who may ask ({@code security}), and show pages ({@code
 * web}).
 */
@NullMarked
package dev.plumbline.api;

import org.jspecify.annotations.NullMarked;
