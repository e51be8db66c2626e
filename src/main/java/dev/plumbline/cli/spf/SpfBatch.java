package dev.plumbline.cli.spf;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.cli.shell.LineReader;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.review.json.SpfIdentity;
import dev.plumbline.review.json.SpfVerdictJson;
import dev.plumbline.spf.SpfEvaluator;
import dev.plumbline.spf.SpfVerdict;
import dev.plumbline.store.BackgroundThreads;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates one JSON object a line and writes one a line, in the same order, while lines come in. A
 * line that cannot be used gets a line that says so.
 */
final class SpfBatch {

  /** Evaluations wait for DNS most of the time. */
  private static final int THREADS = 16;

  /** Lines worked on together; fewer if no more have arrived. */
  private static final int CHUNK = 512;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private record Result(String line, boolean usable) {}

  /** Something is wrong with a line; the message is one sentence. */
  private static final class BadLine extends Exception {
    private static final long serialVersionUID = 1L;

    BadLine(String message) {
      super(message);
    }
  }

  private final SpfEvaluator evaluator;
  private final Supplier<Instant> now;
  private final PrintWriter out;

  SpfBatch(SpfEvaluator evaluator, Supplier<Instant> now, PrintWriter out) {
    this.evaluator = evaluator;
    this.now = now;
    this.out = out;
  }

  /**
   * Works until the input ends or nobody reads the output any more.
   *
   * @return whether every line could be used
   */
  boolean run(InputStream in) throws IOException, InterruptedException {
    LineReader lines = new LineReader(in);
    ExecutorService workers =
        Executors.newFixedThreadPool(THREADS, BackgroundThreads.named("spf-batch"));
    try {
      boolean usable = true;
      for (List<LineReader.Line> chunk = lines.ready(CHUNK);
          !chunk.isEmpty() && !out.checkError();
          chunk = lines.ready(CHUNK)) {
        for (Result result : results(chunk, workers)) {
          usable &= result.usable();
          out.print(result.line());
          out.print('\n');
        }
        out.flush();
      }
      return usable;
    } finally {
      workers.shutdownNow();
    }
  }

  private List<Result> results(List<LineReader.Line> chunk, ExecutorService workers)
      throws InterruptedException {
    Result[] results = new Result[chunk.size()];
    AtomicInteger next = new AtomicInteger();
    Runnable work =
        () -> {
          for (int i = next.getAndIncrement(); i < results.length; i = next.getAndIncrement()) {
            results[i] = result(chunk.get(i));
          }
        };
    List<Future<?>> running = new ArrayList<>();
    for (int i = 1; i < Math.min(THREADS, results.length); i++) {
      running.add(workers.submit(work));
    }
    work.run();
    for (Future<?> future : running) {
      try {
        future.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("An evaluation failed: " + e.getCause(), e);
      }
    }
    return List.of(results);
  }

  private Result result(LineReader.Line line) {
    JsonNode id = NullNode.getInstance();
    try {
      JsonNode request = parsed(line);
      id = request.path("id").isMissingNode() ? id : request.get("id");
      return new Result(text(verdictLine(id, verdict(request))), true);
    } catch (BadLine e) {
      String problem = "Line " + line.number() + ": " + e.getMessage();
      return new Result(text(problemLine(id, problem)), false);
    }
  }

  private static JsonNode parsed(LineReader.Line line) throws BadLine {
    if (line.tooLong()) {
      throw new BadLine("it is longer than " + LineReader.MAX_OCTETS + " octets.");
    }
    try {
      JsonNode request = JSON.readTree(line.text());
      if (request.isObject()) {
        return request;
      }
    } catch (JsonProcessingException e) {
      throw new BadLine("it is not JSON: " + e.getOriginalMessage() + ".");
    }
    throw new BadLine(
        "it is not a JSON object such as {\"ip\":\"192.0.2.1\",\"domain\":\"a.example\"}.");
  }

  private SpfVerdict verdict(JsonNode request) throws BadLine {
    String ip = member(request, "ip");
    if (ip == null) {
      throw new BadLine("the member ip is missing.");
    }
    InetAddress address = IpAddresses.parse(ip).orElse(null);
    if (address == null) {
      throw new BadLine("\"" + ip + "\" is not an IPv4 or IPv6 address.");
    }
    SpfIdentity identity =
        SpfIdentity.of(
                member(request, "domain"), member(request, "mail_from"), member(request, "helo"))
            .orElse(null);
    if (identity == null) {
      throw new BadLine("it has no domain, mail_from or helo to check.");
    }
    return evaluator.evaluate(identity.domain(), identity.query(address, now.get()));
  }

  private static @Nullable String member(JsonNode request, String name) throws BadLine {
    JsonNode value = request.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isTextual()) {
      throw new BadLine("the member " + name + " is not a string.");
    }
    return value.textValue();
  }

  private static ObjectNode verdictLine(JsonNode id, SpfVerdict verdict) {
    ObjectNode line = JSON.createObjectNode();
    line.set("id", id);
    line.put("result", verdict.result().wire());
    line.put("term", verdict.matchedTerm());
    ArrayNode path = line.putArray("path");
    verdict.path().forEach(path::add);
    line.put("lookups", verdict.lookups());
    line.put("void_lookups", verdict.voidLookups());
    line.put("explanation", verdict.explanation());
    line.put("problem", verdict.problem());
    line.set("depends_on", SpfVerdictJson.dependsOn(verdict));
    return line;
  }

  private static ObjectNode problemLine(JsonNode id, String problem) {
    ObjectNode line = JSON.createObjectNode();
    line.set("id", id);
    line.putNull("result");
    line.putNull("term");
    line.putArray("path");
    line.put("lookups", 0);
    line.put("void_lookups", 0);
    line.putNull("explanation");
    line.put("problem", problem);
    line.putArray("depends_on");
    return line;
  }

  private static String text(ObjectNode line) {
    try {
      return JSON.writeValueAsString(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree of texts and numbers can be written", e);
    }
  }
}
