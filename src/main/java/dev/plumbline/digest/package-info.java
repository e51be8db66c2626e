/**
 * The digest: what happened to some domains in a week, a day or a month, by mail. It judges nothing
 * and asks no DNS: it tells what is kept, and links to the pages.
 *
 * <p>RFC 5322 and 2045 to 2047 for the mail, RFC 2369 and 8058 for the link that ends it.
 *
 * <p>Start reading at {@link dev.plumbline.digest.DigestMaker}, which finds the facts, and {@link
 * dev.plumbline.digest.DigestPost}, which sends them.
 */
@NullMarked
package dev.plumbline.digest;

import org.jspecify.annotations.NullMarked;
