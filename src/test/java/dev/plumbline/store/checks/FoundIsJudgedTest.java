package dev.plumbline.store.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dkim.KeyState;
import dev.plumbline.dns.FakeDns;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.dns.RecordKind;
import dev.plumbline.spf.SpfEvaluator;
import dev.plumbline.spf.SpfQuery;
import dev.plumbline.store.Database;
import dev.plumbline.store.checks.AuthorDomains.CheckedAuthor;
import dev.plumbline.store.checks.CheckedDomains.CheckedDomain;
import dev.plumbline.store.checks.Keys.CheckedKey;
import dev.plumbline.store.checks.ReverseNameStore.CheckedName;
import dev.plumbline.store.checks.Verdicts.CheckedSpf;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What DNS says otherwise wants its domain judged in the transaction that keeps it, so that nobody
 * has to live long enough to tell.
 */
@QuarkusTest
class FoundIsJudgedTest {

  private static final Instant AT = Instant.parse("2026-11-01T06:00:00Z");
  private static final InetAddress IP = IpAddresses.parse("192.0.2.7").orElseThrow();
  private static final String NAME = "found.checks.example";

  @Inject CheckStore checks;
  @Inject Database database;

  @Test
  void each_kind_of_thing_that_is_found_otherwise_wants_the_domain_judged_once() {
    long domain =
        database
            .first(
                "insert into domain (name, created_at) values (?, now()) returning id",
                row -> row.getLong("id"),
                NAME)
            .orElseThrow();

    wantedOnce(domain, () -> checks.verdicts().save(domain, NAME, List.of(verdict("-all")), AT));
    wantedOnce(
        domain, () -> checks.verdicts().save(domain, NAME, List.of(verdict("ip4:192.0.2.7")), AT));
    wantedOnce(
        domain,
        () ->
            checks
                .keys()
                .save(domain, List.of(new CheckedKey(NAME, "k1", KeyState.VALID, "")), AT));
    wantedOnce(
        domain,
        () ->
            checks
                .names()
                .save(
                    domain,
                    List.of(new CheckedName(IP, "mx." + NAME, true)),
                    checks.names().known(domain, "servers"),
                    "servers",
                    AT));
    wantedOnce(
        domain,
        () -> checks.services().save(domain, List.of(IP), Map.of(IP, "_spf.service.example")));
    wantedOnce(domain, () -> checks.services().save(domain, List.of(IP), Map.of()));
    wantedOnce(
        domain,
        () ->
            checks.authors().save(domain, List.of(new CheckedAuthor("a." + NAME, true, null)), AT));
    wantedOnce(
        domain,
        () ->
            checks.domains().save(domain, new CheckedDomain(NAME, null, "r", "s", "v=spf1 -all")));
    wantedOnce(
        domain,
        () -> {
          Records.Notes notes = checks.records().notes(domain, null, AT);
          notes.found(NAME, RecordKind.SPF, List.of("v=spf1 -all"));
          notes.save();
        });
  }

  @Test
  void what_a_round_finds_waits_for_its_end() {
    String name = "round." + NAME;
    long domain =
        database
            .first(
                "insert into domain (name, created_at) values (?, now()) returning id",
                row -> row.getLong("id"),
                name)
            .orElseThrow();
    checks.authors().save(domain, List.of(new CheckedAuthor(name, true, null)), AT);
    assertThat(left(domain)).isBetween(Duration.ofSeconds(60), Duration.ofMinutes(2));
    checks.domains().judge(domain);
    assertThat(left(domain)).isLessThanOrEqualTo(Duration.ZERO);
  }

  /** The first time is wanted, the second is nothing new. */
  private void wantedOnce(long domain, Runnable save) {
    save.run();
    assertThat(wishes(domain)).isEqualTo(1);
    save.run();
    assertThat(wishes(domain)).as("found again").isEqualTo(1);
    database.write("delete from judging where domain_id = ?", domain);
  }

  private long wishes(long domain) {
    return database.number(
        "select count(*) from judging where domain_id = ? and cause = 'recheck'", domain);
  }

  private Duration left(long domain) {
    return Duration.ofMillis(
        database.number(
            """
            select (extract(epoch from max(wanted_at) - clock_timestamp()) * 1000)::bigint
            from judging where domain_id = ?""",
            domain));
  }

  private static CheckedSpf verdict(String terms) {
    FakeDns dns = new FakeDns().txt(NAME, "v=spf1 " + terms);
    return new CheckedSpf(
        IP, NAME, true, new SpfEvaluator(dns).evaluate(SpfQuery.of(IP, NAME, null)), null, null);
  }
}
