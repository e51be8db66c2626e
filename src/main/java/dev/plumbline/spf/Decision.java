package dev.plumbline.spf;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What check_host returned for one domain.
 *
 * @param term the directive that decided, in the last record of the path
 * @param path from this domain to the one whose record decided
 */
record Decision(
    SpfResult result,
    @Nullable String term,
    List<String> path,
    @Nullable String explanation,
    @Nullable String problem,
    SpfTrace trace) {}
