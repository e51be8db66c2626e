/**
 * TLS reports: sessions by day, failures by their kind, single reports, and what the last check
 * found published. The write side is {@code store.intake}.
 *
 * <p>Start reading at {@link dev.plumbline.store.tls.TlsQueries}.
 */
@NullMarked
package dev.plumbline.store.tls;

import org.jspecify.annotations.NullMarked;
