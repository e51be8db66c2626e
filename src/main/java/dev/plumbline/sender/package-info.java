/**
 * Names the sender behind a source.
 *
 * <p>Start reading at {@link dev.plumbline.sender.SenderNames}: names come from verified evidence,
 * weighed with the services of the {@link dev.plumbline.sender.Catalogue}; {@code
 * docs/catalogue.md} describes both.
 *
 * <p>What this room does not do: ask DNS, read the database, or judge.
 */
@NullMarked
package dev.plumbline.sender;

import org.jspecify.annotations.NullMarked;
