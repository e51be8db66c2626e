package dev.plumbline.spf.advice;

import dev.plumbline.dns.lint.Lint;
import org.jspecify.annotations.Nullable;

/**
 * All that was found in the SPF record of a domain, and what the record costs.
 *
 * @param lint of the record published or proposed; its findings in the order of their rules, those
 *     of the domain's own record first
 * @param counts what the record costs receivers; null if there is none
 */
public record SpfLint(Lint lint, @Nullable LookupCount counts) {}
