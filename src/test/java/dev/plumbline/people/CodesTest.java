package dev.plumbline.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CodesTest {

  /** RFC 6238 appendix B, whose codes end in these six digits. */
  private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

  private static final Instant AT = Instant.ofEpochSecond(1_111_111_109);

  @Test
  void the_codes_are_those_of_the_standard() {
    assertThat(Codes.step(SECRET, "287082", Instant.ofEpochSecond(59), null)).hasValue(1L);
    assertThat(Codes.step(SECRET, "081 804", AT, null)).hasValue(37_037_036L);
  }

  @Test
  void a_code_that_was_used_and_all_before_are_refused() {
    assertThat(Codes.step(SECRET, "081804", AT, 37_037_036L)).isEmpty();
    assertThat(Codes.step(SECRET, "081804", AT, 37_037_035L)).isPresent();
  }

  @Test
  void clocks_may_differ_by_half_a_minute_but_not_by_more() {
    assertThat(Codes.step(SECRET, "081804", AT.plusSeconds(30), null)).isPresent();
    assertThat(Codes.step(SECRET, "081804", AT.plusSeconds(90), null)).isEmpty();
    assertThat(Codes.step(SECRET, "000000", AT, null)).isEmpty();
    assertThat(Codes.step(SECRET, "none", AT, null)).isEmpty();
  }

  @Test
  void a_secret_is_typed_in_base_32() {
    assertThat(Codes.base32(SECRET)).isEqualTo("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    assertThat(Codes.address("ada@example.org", SECRET))
        .startsWith("otpauth://totp/Plumbline:ada%40example.org?secret=GEZDGNBV");
  }
}
