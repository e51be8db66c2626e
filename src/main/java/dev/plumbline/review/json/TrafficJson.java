package dev.plumbline.review.json;

import dev.plumbline.store.traffic.TrafficQueries.TrafficDay;
import java.time.LocalDate;

/**
 * A domain's messages on one UTC day with reports.
 *
 * @param passMessages those that pass DMARC
 * @param dkimPassMessages those with an aligned signature that verified
 * @param spfPassMessages those with an aligned pass of SPF
 */
public record TrafficJson(
    String domain,
    LocalDate day,
    long messages,
    long passMessages,
    long dkimPassMessages,
    long spfPassMessages,
    long quarantined,
    long rejected) {

  public static TrafficJson of(String domain, TrafficDay day) {
    return new TrafficJson(
        domain,
        day.day(),
        day.traffic().messages(),
        day.traffic().pass(),
        day.traffic().dkim(),
        day.traffic().spf(),
        day.traffic().quarantined(),
        day.traffic().rejected());
  }
}
