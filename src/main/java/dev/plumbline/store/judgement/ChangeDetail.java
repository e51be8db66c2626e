package dev.plumbline.store.judgement;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What led to a change, as {@code standing_change.detail} holds it. */
record ChangeDetail(List<Long> reports, @Nullable String text) {}
