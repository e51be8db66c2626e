package dev.plumbline.review;

import java.time.LocalDate;

/** Some UTC days, both ends included. */
public record Span(LocalDate from, LocalDate to) {}
