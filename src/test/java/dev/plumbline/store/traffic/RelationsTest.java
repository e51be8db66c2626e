package dev.plumbline.store.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dmarc.Alignment;
import dev.plumbline.dns.DomainName;
import org.junit.jupiter.api.Test;

class RelationsTest {

  private static Relations relations(Alignment.Mode adkim, Alignment.Mode aspf) {
    return new Relations(
        new DomainInfo(
            1, "gull.example", DomainName.of("gull.example"), null, adkim, aspf, null, null));
  }

  @Test
  void each_mechanism_is_aligned_as_closely_as_the_record_asks() {
    Relations one = relations(Alignment.Mode.STRICT, Alignment.Mode.RELAXED);
    assertThat(one.aligned("gull.example", "mail.gull.example", true)).isFalse();
    assertThat(one.aligned("gull.example", "mail.gull.example", false)).isTrue();
    assertThat(one.aligned("gull.example", "gull.example", true)).isTrue();
    Relations other = relations(Alignment.Mode.RELAXED, Alignment.Mode.STRICT);
    assertThat(other.aligned("gull.example", "mail.gull.example", true)).isTrue();
    assertThat(other.aligned("gull.example", "mail.gull.example", false)).isFalse();
    assertThat(other.aligned("gull.example", "tern.example", true)).isFalse();
  }
}
