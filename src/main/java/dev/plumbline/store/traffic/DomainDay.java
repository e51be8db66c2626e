package dev.plumbline.store.traffic;

import java.time.LocalDate;

/** A domain's messages on one UTC day. */
public record DomainDay(long domainId, LocalDate day, long messages) {}
