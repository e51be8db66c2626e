package dev.plumbline.sink;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * A topic of Kafka. The key of a record is the line's id; all of a domain is in one partition, so
 * that it stays in its order.
 */
final class KafkaSink implements Sink {

  private final String topic;
  private final Duration patience;
  private final KafkaProducer<String, String> producer;

  KafkaSink(SinksSettings.One settings, String stream) throws IOException {
    this.topic = settings.index().orElse("plumbline") + "-" + stream;
    this.patience = settings.timeout();
    try {
      this.producer = new KafkaProducer<>(configuration(settings, stream));
    } catch (KafkaException e) {
      throw new IOException(said(e), e);
    }
  }

  private static Map<String, Object> configuration(SinksSettings.One settings, String stream)
      throws IOException {
    Map<String, Object> all = new HashMap<>();
    all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.url().getAuthority());
    all.put(ProducerConfig.CLIENT_ID_CONFIG, "plumbline-" + stream);
    all.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
    all.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
    // Taken is what all replicas that keep up have.
    all.put(ProducerConfig.ACKS_CONFIG, "all");
    all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    // The only way to compress that needs no native library.
    all.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip");
    all.put(ProducerConfig.METRIC_REPORTER_CLASSES_CONFIG, "");
    all.put(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    int patience = (int) Math.max(1_000, settings.timeout().toMillis());
    all.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, patience);
    all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, patience);
    all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, patience);
    boolean tls = settings.url().getScheme().equals("tls");
    boolean signsIn = settings.user().isPresent();
    all.put("security.protocol", (signsIn ? "SASL_" : "") + (tls ? "SSL" : "PLAINTEXT"));
    if (signsIn) {
      all.put(SaslConfigs.SASL_MECHANISM, settings.mechanism().wire());
      all.put(SaslConfigs.SASL_JAAS_CONFIG, login(settings));
    }
    settings
        .trustFile()
        .ifPresent(
            file -> {
              all.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
              all.put(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, file.toString());
            });
    return all;
  }

  private static String login(SinksSettings.One settings) throws IOException {
    String password = HttpCalls.secret(settings.password(), settings.passwordFile()).orElse("");
    return "%s required username=%s password=%s;"
        .formatted(
            settings.mechanism().module(), quoted(settings.user().orElse("")), quoted(password));
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  @Override
  public void take(List<Line> lines) throws IOException, InterruptedException {
    try {
      int partitions = producer.partitionsFor(topic).size();
      List<Future<RecordMetadata>> sent = new ArrayList<>(lines.size());
      for (Line line : lines) {
        int partition = Math.floorMod(line.domain().hashCode(), partitions);
        sent.add(producer.send(new ProducerRecord<>(topic, partition, line.id(), line.json())));
      }
      producer.flush();
      for (Future<RecordMetadata> one : sent) {
        one.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptException e) {
      throw (InterruptedException) new InterruptedException().initCause(e);
    } catch (KafkaException | TimeoutException e) {
      throw new IOException(said(e), e);
    } catch (ExecutionException e) {
      throw new IOException(said(e.getCause()), e);
    }
  }

  private static String said(@Nullable Throwable problem) {
    if (problem == null) {
      return "Kafka does not take it.";
    }
    String why = "Kafka does not take it: " + problem.getMessage();
    Throwable cause = problem.getCause();
    // That a client could not be made is no reason.
    return cause == null || problem.getClass() != KafkaException.class
        ? why
        : why + " (" + cause.getMessage() + ")";
  }

  /** What was not taken yet is brought again. */
  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }
}
