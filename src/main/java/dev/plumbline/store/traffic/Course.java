package dev.plumbline.store.traffic;

/**
 * A domain's messages over a period.
 *
 * @param messages reported
 * @param pass how many of them passed DMARC
 * @param peak the most on one day
 * @param parts messages of the parts of the period, in their order
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record Course(long messages, long pass, long peak, long[] parts) {}
