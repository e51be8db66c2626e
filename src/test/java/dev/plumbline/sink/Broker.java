package dev.plumbline.sink;

import dev.plumbline.FreePort;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A broker of Kafka on loopback, which is its own controller. People sign in as {@link #USER} at
 * one of its doors, and need not at the other.
 */
final class Broker implements AutoCloseable {

  static final String USER = "writer";

  private static final int TRIES = 3;

  private final KafkaRaftServer server;
  private final int port;
  private final int signInPort;

  private Broker(KafkaRaftServer server, int port, int signInPort) {
    this.server = server;
    this.port = port;
    this.signInPort = signInPort;
  }

  /** Another process may take a free port before the broker does, so it has some tries. */
  static Broker start(Path folder, String password) throws Exception {
    for (int attempt = 1; ; attempt++) {
      KafkaRaftServer server = null;
      try {
        int port = FreePort.find();
        int signInPort = FreePort.find();
        server =
            server(
                Files.createDirectories(folder.resolve("try-" + attempt)),
                password,
                port,
                signInPort);
        server.startup();
        Broker broker = new Broker(server, port, signInPort);
        broker.awaitSignIn(password);
        return broker;
      } catch (Exception e) {
        if (server != null) {
          server.shutdown();
          server.awaitShutdown();
        }
        if (attempt == TRIES) {
          throw e;
        }
      }
    }
  }

  private static KafkaRaftServer server(Path folder, String password, int port, int signInPort)
      throws Exception {
    int controller = FreePort.find();
    Properties settings = new Properties();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", "1");
    settings.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
    settings.put(
        "listeners",
        "OPEN://127.0.0.1:%d,SIGNED://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
            .formatted(port, signInPort, controller));
    settings.put(
        "listener.security.protocol.map",
        "OPEN:PLAINTEXT,SIGNED:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("inter.broker.listener.name", "OPEN");
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("sasl.enabled.mechanisms", "SCRAM-SHA-512");
    settings.put(
        "listener.name.signed.scram-sha-512.sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required;");
    settings.put("log.dirs", folder.toString());
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("offsets.topic.num.partitions", "1");
    settings.put("auto.create.topics.enable", "false");
    settings.put("group.initial.rebalance.delay.ms", "0");
    // 128 MB of the heap by default.
    settings.put("log.cleaner.dedupe.buffer.size", "2097152");
    new Formatter()
        .setPrintStream(
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8))
        .setNodeId(1)
        .setClusterId(Uuid.randomUuid().toString())
        .setDirectories(List.of(folder.toString()))
        .setMetadataLogDirectory(folder.toString())
        .setControllerListenerName("CONTROLLER")
        .setReleaseVersion(MetadataVersion.latestProduction())
        .setScramArguments(List.of("SCRAM-SHA-512=[name=%s,password=%s]".formatted(USER, password)))
        .run();
    return new KafkaRaftServer(KafkaConfig.fromProps(settings), Time.SYSTEM);
  }

  /** It opens its doors before it has read who may come in, or knows itself as a broker. */
  private void awaitSignIn(String password) throws Exception {
    Map<String, Object> signed =
        Map.of(
            "bootstrap.servers",
            "127.0.0.1:" + signInPort,
            "request.timeout.ms",
            "5000",
            "default.api.timeout.ms",
            "10000",
            "security.protocol",
            "SASL_PLAINTEXT",
            "sasl.mechanism",
            "SCRAM-SHA-512",
            "sasl.jaas.config",
            ("org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\""
                    + " password=\"%s\";")
                .formatted(USER, password.replace("\\", "\\\\").replace("\"", "\\\"")));
    Instant patience = Instant.now().plusSeconds(60);
    while (true) {
      try (Admin admin = Admin.create(signed)) {
        admin.describeCluster().nodes().get();
        return;
      } catch (ExecutionException e) {
        if (Instant.now().isAfter(patience)) {
          throw e;
        }
        Thread.sleep(100);
      }
    }
  }

  int port() {
    return port;
  }

  int signInPort() {
    return signInPort;
  }

  void make(String topic, int partitions) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + port))) {
      admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
    }
  }

  /** All that a topic holds. */
  List<ConsumerRecord<String, String>> read(String topic) {
    List<ConsumerRecord<String, String>> found = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", "127.0.0.1:" + port),
            new StringDeserializer(),
            new StringDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(one -> new TopicPartition(topic, one.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
        consumer.poll(Duration.ofSeconds(1)).forEach(found::add);
      }
    }
    return found;
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }
}
