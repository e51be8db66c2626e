package dev.plumbline.api;

import dev.plumbline.review.json.IntakeJson;
import java.util.List;

/** What became of the items of one request. */
public record IntakeAnswer(List<IntakeJson> items) {}
