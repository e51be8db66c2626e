package dev.plumbline.intake;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.mime.ReceivedBytes;
import dev.plumbline.store.Database;
import dev.plumbline.store.intake.Folding;
import dev.plumbline.store.intake.IntakeQueries;
import dev.plumbline.store.intake.LearntDomains;
import dev.plumbline.store.intake.Outcome;
import dev.plumbline.store.intake.SetAside;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A flood of forged mail while people read: the figures of the operator's own domains stay as they
 * are, pages stay quick, and one command undoes it. {@code -Dplumbline.flood.domains=3000
 * -Dplumbline.flood.sources=100000} is the whole of it.
 */
@QuarkusTest
class FloodTest {

  private static final int DOMAINS = Integer.getInteger("plumbline.flood.domains", 100);
  private static final int SOURCES = Integer.getInteger("plumbline.flood.sources", 30_000);
  private static final int READERS = 12;
  private static final String OWN = "flood-own.example";
  private static final String FORGER = "flood-forger.example";

  /** Nineteen of twenty pages, with all readers at work on one machine with the flood. */
  private static final Duration BAR = Duration.ofSeconds(3);

  private static final List<String> PAGES =
      List.of(
          "/",
          "/domains/" + OWN,
          "/domains/" + OWN + "/senders",
          "/domains/" + OWN + "/reports",
          "/intake",
          "/reporters");

  @Inject Intake intake;
  @Inject IntakeQueries log;
  @Inject LearntDomains learnt;
  @Inject Folding folding;
  @Inject Database sql;

  @AfterEach
  void forget() {
    sql.write("delete from learnt_domain");
  }

  @Test
  void a_flood_changes_no_figure_slows_no_page_and_one_command_undoes_it() throws Exception {
    for (int day = 0; day < 5; day++) {
      assertThat(
              mail(
                  Mails.xml("flood-own-" + day)
                      .replace("1700000000", Long.toString(1_700_000_000L + day * 86_400L))
                      .replace("1700086399", Long.toString(1_700_086_399L + day * 86_400L)),
                  OWN))
          .isEqualTo(Outcome.STORED);
    }
    learnt.keep(OWN, true, Instant.now());
    final List<String> before = figures();

    AtomicBoolean over = new AtomicBoolean();
    List<Long> millis = Collections.synchronizedList(new ArrayList<>());
    ExecutorService readers = Executors.newFixedThreadPool(READERS);
    List<Future<Integer>> reading = new ArrayList<>();
    for (int reader = 0; reader < READERS; reader++) {
      reading.add(readers.submit(reader(reader, over, millis)));
    }
    long began = System.nanoTime();
    try {
      flood();
    } finally {
      over.set(true);
      readers.shutdown();
      assertThat(readers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }
    long took = (System.nanoTime() - began) / 1_000_000;
    for (Future<Integer> one : reading) {
      assertThat(one.get()).as("pages that were not shown").isZero();
    }
    assertThat(figures()).as("figures of own domains").isEqualTo(before);

    List<Long> sorted = millis.stream().sorted().toList();
    long most = sorted.get(sorted.size() * 19 / 20);
    System.out.printf(
        "FloodTest: %d domains in %d ms; %d pages, half of them within %d ms, 19 of 20 within %d"
            + " ms%n",
        DOMAINS, took, sorted.size(), sorted.get(sorted.size() / 2), most);
    assertThat(Duration.ofMillis(most)).isLessThan(BAR);

    List<SetAside> aside = log.setAside(null, FORGER);
    assertThat(aside).hasSizeGreaterThanOrEqualTo(DOMAINS);
    // What `plumbline aside --submitter ... --throw-out` does.
    aside.forEach(one -> log.throwOut(one.intakeId(), "Thrown out."));
    assertThat(log.setAside(null, FORGER)).isEmpty();
    assertThat(figures()).isEqualTo(before);
    assertThat(
            sql.list("select name from domain where name like 'flood-%'", row -> row.getString(1)))
        .as("no domain of the flood was made")
        .containsExactly(OWN);
  }

  private Callable<Integer> reader(int number, AtomicBoolean over, List<Long> millis) {
    Random random = new Random(number);
    return () -> {
      int failed = 0;
      while (!over.get()) {
        String page = PAGES.get(random.nextInt(PAGES.size()));
        long began = System.nanoTime();
        failed += given().get(page).statusCode() == 200 ? 0 : 1;
        millis.add((System.nanoTime() - began) / 1_000_000);
        Thread.sleep(random.nextInt(400));
      }
      return failed;
    };
  }

  private void flood() {
    for (int i = 0; i < DOMAINS; i++) {
      assertAside(Mails.xml("flood-" + i), "flood-other-" + i + ".example");
    }
    assertAside(Mails.xml("flood-count").replace("<count>3", "<count>1000000000000"), OWN);
    assertAside(Mails.xml("flood-1970").replace("1700000000", "1").replace("1700086399", "9"), OWN);
    assertAside(
        Mails.xml("flood-9999")
            .replace("1700000000", "253402214400")
            .replace("1700086399", "253402300799"),
        OWN);
    assertAside(Mails.xml("flood-name"), "dom&quot;&gt;&lt;script&gt;.example");
    assertAside(Mails.xml("flood-tld"), "com");
    assertAside(manySources(), OWN);
  }

  /** Each with an SPF domain of its own, about which DNS would be asked. */
  private static String manySources() {
    String one = Mails.xml("flood-sources");
    int begin = one.indexOf("<record>");
    int end = one.indexOf("</record>") + "</record>".length();
    StringBuilder all = new StringBuilder(one.substring(0, begin));
    for (int i = 0; i < SOURCES; i++) {
      String ip = "198.%d.%d.%d".formatted(18 + i / 62_500, i / 250 % 250, 1 + i % 250);
      all.append(
          one.substring(begin, end)
              .replace("192.0.2.1", ip)
              .replace("<spf><domain>intake", "<spf><domain>s" + i + ".flood"));
    }
    return all.append(one.substring(end)).toString();
  }

  private void assertAside(String xml, String domain) {
    assertThat(mail(xml, domain)).as(domain).isEqualTo(Outcome.SET_ASIDE);
  }

  private Outcome mail(String xml, String domain) {
    String text =
        "From: reports@%s\nTo: dmarc@%s\nSubject: Report\nMIME-Version: 1.0\nContent-Type: text/xml\n\n%s"
            .formatted(FORGER, OWN, xml.replace("intake.example", domain));
    return intake
        .take(
            "mailbox:flood",
            "Report about " + domain,
            null,
            ReceivedBytes.of(text.getBytes(StandardCharsets.UTF_8)))
        .outcome();
  }

  /** What is counted of the operator's domain, by day and source. */
  private List<String> figures() {
    folding.foldAll();
    return sql.list(
        """
        select concat_ws(' ', d.name, t.day, host(t.source_ip), sum(t.messages))
        from daily_traffic t join domain d on d.id = t.domain_id where d.name = ?
        group by d.name, t.day, t.source_ip order by 1\
        """,
        row -> row.getString(1),
        OWN);
  }
}
