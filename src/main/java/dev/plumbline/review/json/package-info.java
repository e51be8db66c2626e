/**
 * The published form of a judgement: what the command line prints as JSON and other edge rooms hand
 * out, so that one thing has one name everywhere.
 *
 * <p>Each record is one object; its members are its components in snake_case and in their order,
 * and none is ever left out. Members may be added; docs/cli.md tells those that stay.
 *
 * <p>Does not read or judge anything: it is made of the records of {@code review}, {@code store}
 * and {@code standing}.
 *
 * <p>Start reading at {@link dev.plumbline.review.json.SendersJson}; {@link
 * dev.plumbline.review.json.PublishedJson} writes them.
 */
@NullMarked
package dev.plumbline.review.json;

import org.jspecify.annotations.NullMarked;
