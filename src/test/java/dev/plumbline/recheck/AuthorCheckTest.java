package dev.plumbline.recheck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dmarc.Alignment;
import dev.plumbline.dns.FakeDns;
import dev.plumbline.store.checks.AuthorDomains;
import dev.plumbline.store.traffic.DomainInfo;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuthorCheckTest {

  private static final LocalDate DAY = LocalDate.of(2026, 11, 20);

  @Test
  void names_exist_unless_dns_says_nxdomain_and_no_answer_is_no_news() {
    FakeDns dns =
        new FakeDns()
            .a("gull.example", "192.0.2.1")
            .txt("_dmarc.gull.example", "v=DMARC1; p=none")
            .txt("mailonly.gull.example", "v=spf1 -all")
            .fail("slow.gull.example", "A");
    Remembering authors =
        new Remembering(
            "gull.example",
            "mailonly.gull.example",
            "nowhere.gull.example",
            "slow.gull.example",
            "a..b");
    new AuthorCheck(dns, authors)
        .check(
            new DomainInfo(
                1,
                "gull.example",
                null,
                null,
                Alignment.Mode.RELAXED,
                Alignment.Mode.RELAXED,
                null,
                null),
            DAY,
            DAY,
            Instant.EPOCH,
            true);
    assertThat(authors.saved)
        .containsExactly(
            new AuthorDomains.CheckedAuthor("gull.example", true, "v=DMARC1; p=none"),
            new AuthorDomains.CheckedAuthor("mailonly.gull.example", true, null),
            new AuthorDomains.CheckedAuthor("nowhere.gull.example", false, null),
            new AuthorDomains.CheckedAuthor("*.gull.example", false, null));
  }

  @Test
  void a_wildcard_record_makes_every_name_exist() {
    FakeDns dns = new FakeDns().mx("*.gull.example", 10, "mx.gull.example");
    Remembering authors = new Remembering();
    new AuthorCheck(dns, authors)
        .check(
            new DomainInfo(
                1,
                "gull.example",
                null,
                null,
                Alignment.Mode.RELAXED,
                Alignment.Mode.RELAXED,
                null,
                null),
            DAY,
            DAY,
            Instant.EPOCH,
            true);
    assertThat(authors.saved)
        .containsExactly(new AuthorDomains.CheckedAuthor("*.gull.example", true, null));
  }

  /** Names in place of those of a database. */
  private static final class Remembering extends AuthorDomains {
    private final List<AuthorDomain> used = new ArrayList<>();
    private List<CheckedAuthor> saved = List.of();

    Remembering(String... names) {
      super(null);
      for (String name : names) {
        used.add(new AuthorDomain(name, 1, 0, DAY, null, null));
      }
    }

    @Override
    public List<AuthorDomain> used(long domainId, LocalDate from, LocalDate to, int most) {
      return used;
    }

    @Override
    public void save(long domainId, List<CheckedAuthor> names, Instant at) {
      saved = names;
    }
  }
}
