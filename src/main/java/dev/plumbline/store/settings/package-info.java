/**
 * What administrators set on pages, and who set it. Secrets come here sealed; the key is not in the
 * database. What configuration files say is not here.
 */
@NullMarked
package dev.plumbline.store.settings;

import org.jspecify.annotations.NullMarked;
