package dev.plumbline.store.intake;

import dev.plumbline.report.Bytes;

/**
 * Bytes as received.
 *
 * @param name the file's name or the message's subject
 * @param sizeBytes how many bytes there are
 * @param position place of the wanted document among those found in it, from 0; -1 if not one of
 *     them is wanted
 */
public record RawContent(String name, long sizeBytes, Bytes content, int position) {}
