/**
 * The whole database as one file, and back.
 *
 * <p>A file is a zip archive with an entry for each table, in the text form of COPY, which every
 * version of PostgreSQL reads, and a manifest with the version of the tables, rows and hashes. What
 * is only of the moment, as leases, is left out.
 *
 * <p>Start reading at {@link dev.plumbline.store.backup.Backup}.
 */
@NullMarked
package dev.plumbline.store.backup;

import org.jspecify.annotations.NullMarked;
