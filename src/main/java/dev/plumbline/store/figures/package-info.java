/**
 * Figures about the running of Plumbline and about domains, for those who watch it.
 *
 * <p>Start reading at {@link dev.plumbline.store.figures.FigureQueries}.
 */
@NullMarked
package dev.plumbline.store.figures;

import org.jspecify.annotations.NullMarked;
