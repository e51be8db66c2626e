/**
 * The digest by command: {@code plumbline digest preview|send}.
 *
 * <p>Start reading at {@link dev.plumbline.cli.digest.DigestCommand}.
 */
@NullMarked
package dev.plumbline.cli.digest;

import org.jspecify.annotations.NullMarked;
