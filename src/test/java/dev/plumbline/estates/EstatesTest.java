package dev.plumbline.estates;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/**
 * Whole estates with known truth, from the reports that receivers would send to the standings and
 * remedies. {@code -Dplumbline.estates} and {@code -Dplumbline.estates.first} say how many, and
 * from which seed on.
 */
@QuarkusTest
@TestProfile(EstatesTest.OwnCatalogue.class)
class EstatesTest {

  private static final Logger LOG = Logger.getLogger(EstatesTest.class);

  private static final int ESTATES = Integer.getInteger("plumbline.estates", 32);
  private static final int HARD = Integer.getInteger("plumbline.estates.hard", 8);
  private static final long FIRST = Long.getLong("plumbline.estates.first", 1);

  /** With services that exist nowhere else. */
  public static final class OwnCatalogue implements QuarkusTestProfile {
    @Override
    public Set<Class<?>> getEnabledAlternatives() {
      return Set.of(EstateDns.class, EstateClock.class);
    }

    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("plumbline.catalogue-file", "src/test/resources/estates-catalogue.yaml");
    }
  }

  @Inject EstateWatch watch;

  @Test
  void hard_estates_are_judged_rightly_too_and_no_advice_does_harm() throws Exception {
    EstateScore score = new EstateScore();
    for (long seed = FIRST; seed < FIRST + HARD; seed++) {
      watch.run(EstateMaker.makeHard(seed), score);
      // Of a hundred, the last takes its time.
      LOG.infof("Hard estates up to %d: %s", seed, score);
    }
    assertThat(score.recommendedStrangers()).isEmpty();
    assertThat(score.readyWithCasualties()).isEmpty();
    assertThat(score.remediesThatFailed()).isEmpty();
    assertThat(score.shareOfMessages()).as(score.wrong()).isGreaterThanOrEqualTo(0.99);
    assertThat(score.shareOfSenders()).as(score.wrong()).isGreaterThanOrEqualTo(0.97);
  }

  @Test
  void standings_are_right_and_advice_is_harmless_in_whole_estates() throws Exception {
    EstateScore score = new EstateScore();
    for (long seed = FIRST; seed < FIRST + ESTATES; seed++) {
      watch.run(EstateMaker.make(seed), score);
    }
    LOG.info(score);
    assertThat(score.recommendedStrangers()).isEmpty();
    assertThat(score.readyWithCasualties()).isEmpty();
    assertThat(score.remediesThatFailed()).isEmpty();
    assertThat(score.notReadyThoughClean()).isEmpty();
    assertThat(score.shareOfMessages()).as(score.wrong()).isGreaterThanOrEqualTo(0.999);
    assertThat(score.shareOfSenders()).as(score.wrong()).isGreaterThanOrEqualTo(0.99);
    assertThat(score.shareOfNames()).as(score.wrong()).isGreaterThanOrEqualTo(0.99);
  }
}
