/**
 * Digests: who gets one, which mails went out, and the facts they tell. A mail is sent at most
 * once: its row says how far it came before the mail server is told that it ends.
 *
 * <p>Start reading at {@link dev.plumbline.store.digest.DigestMails}.
 */
@NullMarked
package dev.plumbline.store.digest;

import org.jspecify.annotations.NullMarked;
