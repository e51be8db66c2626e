package dev.plumbline.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.sink.SinksSettings.Kind;
import dev.plumbline.sink.SinksSettings.Mechanism;
import dev.plumbline.sink.SinksSettings.One;
import dev.plumbline.sink.SinksSettings.Stream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The sink against a broker of Kafka, which runs within this test, and not beside the application:
 * where that ran before in the same process, the broker takes no password.
 */
class KafkaSinkIT {

  /** With signs that mean something where it is written down. */
  private static final String PASSWORD = "hu\\s\"h; 1";

  @TempDir static Path folder;

  private static Broker broker;

  @BeforeAll
  static void start() throws Exception {
    broker = Broker.start(folder.resolve("broker"), PASSWORD);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  private record Set(URI url, String topic, Optional<String> user, Optional<String> password)
      implements One {
    @Override
    public Kind kind() {
      return Kind.KAFKA;
    }

    @Override
    public List<Stream> streams() {
      return List.of(Stream.ROWS);
    }

    @Override
    public Optional<String> index() {
      return Optional.of(topic);
    }

    @Override
    public Optional<Path> passwordFile() {
      return Optional.empty();
    }

    @Override
    public Mechanism mechanism() {
      return Mechanism.SCRAM_SHA_512;
    }

    @Override
    public Optional<String> token() {
      return Optional.empty();
    }

    @Override
    public Optional<Path> tokenFile() {
      return Optional.empty();
    }

    @Override
    public Optional<Path> trustFile() {
      return Optional.empty();
    }

    @Override
    public int batch() {
      return 100;
    }

    @Override
    public Duration timeout() {
      return Duration.ofSeconds(5);
    }
  }

  private static Set open(String topic) {
    return new Set(
        URI.create("tcp://127.0.0.1:" + broker.port()), topic, Optional.empty(), Optional.empty());
  }

  private static Set signed(String topic, String password) {
    return new Set(
        // The first of two brokers is away.
        URI.create("tcp://127.0.0.1:1,127.0.0.1:" + broker.signInPort()),
        topic,
        Optional.of(Broker.USER),
        Optional.of(password));
  }

  private static List<Line> lines(String domain, int from, int to) {
    List<Line> lines = new ArrayList<>();
    for (int i = from; i < to; i++) {
      lines.add(
          new Line(domain + "-1-" + i, i + ".0", domain, null, null, "{\"number\":" + i + "}"));
    }
    return lines;
  }

  @Test
  void all_of_a_domain_is_in_one_partition_in_its_order() throws Exception {
    broker.make("order-rows", 4);
    try (KafkaSink sink = new KafkaSink(open("order"), "rows")) {
      sink.take(lines("one.kafka-test.example", 0, 500));
      sink.take(lines("two.kafka-test.example", 0, 300));
      sink.take(lines("one.kafka-test.example", 500, 600));
    }
    var byDomain =
        broker.read("order-rows").stream()
            .collect(Collectors.groupingBy(one -> one.key().replaceAll("-1-\\d+$", "")));
    assertThat(byDomain).hasSize(2);
    byDomain
        .values()
        .forEach(
            records ->
                assertThat(records.stream().map(ConsumerRecord::partition).distinct()).hasSize(1));
    List<ConsumerRecord<String, String>> one = byDomain.get("one.kafka-test.example");
    assertThat(one).hasSize(600);
    for (int i = 0; i < 600; i++) {
      assertThat(one.get(i).key()).isEqualTo("one.kafka-test.example-1-" + i);
      assertThat(one.get(i).value()).isEqualTo("{\"number\":" + i + "}");
    }
  }

  @Test
  void it_signs_in_and_finds_the_broker_that_is_there() throws Exception {
    broker.make("signed-rows", 1);
    try (KafkaSink sink = new KafkaSink(signed("signed", PASSWORD), "rows")) {
      sink.take(lines("signed.kafka-test.example", 0, 3));
    }
    assertThat(broker.read("signed-rows")).hasSize(3);
    try (KafkaSink sink = new KafkaSink(signed("signed", "wrong"), "rows")) {
      assertThatThrownBy(() -> sink.take(lines("signed.kafka-test.example", 3, 4)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("Authentication failed");
    }
    assertThat(broker.read("signed-rows")).hasSize(3);
  }

  @Test
  void a_topic_that_does_not_exist_takes_nothing_until_it_does() throws Exception {
    try (KafkaSink sink = new KafkaSink(open("later"), "rows")) {
      assertThatThrownBy(() -> sink.take(lines("later.kafka-test.example", 0, 3)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("later-rows");
    }
    broker.make("later-rows", 1);
    try (KafkaSink sink = new KafkaSink(open("later"), "rows")) {
      sink.take(lines("later.kafka-test.example", 0, 3));
    }
    assertThat(broker.read("later-rows"))
        .extracting(ConsumerRecord::key)
        .containsExactly(
            "later.kafka-test.example-1-0",
            "later.kafka-test.example-1-1",
            "later.kafka-test.example-1-2");
  }
}
