/** The {@code plumbline} commands (picocli). */
@NullMarked
package dev.plumbline.cli;

import org.jspecify.annotations.NullMarked;
