/**
 * Commands that keep an installation well: backup and restore, and what is wrong with it.
 *
 * <p>Start reading at {@link dev.plumbline.cli.care.DoctorCommand}.
 */
@NullMarked
package dev.plumbline.cli.care;

import org.jspecify.annotations.NullMarked;
