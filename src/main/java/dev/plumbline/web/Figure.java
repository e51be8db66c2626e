package dev.plumbline.web;

import org.jspecify.annotations.Nullable;

/** A number shown large, with a word about it. */
public record Figure(String label, String value, @Nullable String note) {}
