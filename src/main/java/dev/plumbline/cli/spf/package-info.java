/**
 * Commands about SPF records. They ask DNS, and no database unless they are told to look at
 * sources.
 *
 * <p>Start reading at {@link dev.plumbline.cli.spf.SpfCommand}.
 */
@NullMarked
package dev.plumbline.cli.spf;

import org.jspecify.annotations.NullMarked;
