package dev.plumbline.report.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailDateTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Tue, 10 Nov 2026 09:15:02 +0000 | 2026-11-10T09:15:02Z | false",
        "10 Nov 2026 09:15:02 GMT | 2026-11-10T09:15:02Z | false",
        "Tue,10 Nov 2026 09:15 +0530 | 2026-11-10T03:45:00Z | false",
        "Wed, 14 Apr 2010 12:15:31 -0700 (PDT) | 2010-04-14T19:15:31Z | false",
        "Thu, 29 Apr 2013 23:45:50 PST | 2013-04-30T07:45:50Z | true",
        "Thu, 8 Mar 05 14:00:00 EDT | 2005-03-08T18:00:00Z | true",
        "Tue, 10 November 2026 09:15:60 +01:00 | 2026-11-10T08:15:59Z | true",
        "Tue Nov 10 09:15:02 2026 | 2026-11-10T09:15:02Z | true",
        "Tue Nov 10 09:15:02 UTC 2026 | 2026-11-10T09:15:02Z | true",
        "2026-11-10T09:15:02Z | 2026-11-10T09:15:02Z | true",
        "2026-11-10 09:15:02.5 +0200 | 2026-11-10T07:15:02.500Z | true"
      })
  void dates_are_read_as_they_are_written(String text, Instant at, boolean unusual) {
    assertThat(MailDate.parse(text)).contains(new MailDate(at, unusual));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "yesterday", "32 Nov 2026 09:00:00 +0000", "10 Foo 2026 09:00:00 +0000", "17"})
  void what_is_no_date_is_none(String text) {
    assertThat(MailDate.parse(text)).isEmpty();
  }
}
