package dev.plumbline.report;

/**
 * A tolerance the parser applied to read a report that deviates from its standard.
 *
 * @param code a stable kebab-case name, as {@code unknown-element}; listed in docs/repairs.md
 * @param detail what was read, where, and what was made of it; bounded in length
 */
public record Repair(String code, String detail) {}
