package dev.plumbline.sink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;

/**
 * The bulk interface of OpenSearch and Elasticsearch. A line is a document under its id, so one
 * that is brought twice is there once; a report that is taken away takes its documents along.
 */
final class OpenSearchSink implements Sink {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpCalls calls;
  private final String index;

  OpenSearchSink(SinksSettings.One settings, String stream) throws IOException {
    this.calls = new HttpCalls(settings, HttpCalls.basic(settings));
    this.index = settings.index().orElse("plumbline") + "-" + stream;
  }

  @Override
  public void take(List<Line> lines) throws IOException, InterruptedException {
    StringBuilder bulk = new StringBuilder();
    for (Line line : lines) {
      Long removed = line.removed();
      if (removed == null) {
        bulk.append("{\"index\":{\"_id\":").append(JSON.writeValueAsString(line.id()));
        bulk.append("}}\n").append(line.json()).append('\n');
      } else {
        send(bulk);
        remove(line.domain(), removed);
      }
    }
    send(bulk);
  }

  private void send(StringBuilder bulk) throws IOException, InterruptedException {
    if (bulk.length() == 0) {
      return;
    }
    String answer = calls.post("/" + index + "/_bulk", "application/x-ndjson", bulk.toString());
    bulk.setLength(0);
    JsonNode said = JSON.readTree(answer);
    if (said.path("errors").asBoolean()) {
      for (JsonNode item : said.path("items")) {
        JsonNode error = item.path("index").path("error");
        if (!error.isMissingNode()) {
          throw new IOException("It does not take a document: " + error);
        }
      }
    }
  }

  /** What was brought just now is seen by a search only after a refresh. */
  private void remove(String domain, long report) throws IOException, InterruptedException {
    calls.post("/" + index + "/_refresh?ignore_unavailable=true", "application/json", "");
    calls.post(
        "/" + index + "/_delete_by_query?ignore_unavailable=true&conflicts=proceed&refresh=true",
        "application/json",
        "{\"query\":{\"bool\":{\"filter\":[{\"term\":{\"report\":%d}},{\"match_phrase\":{\"domain\":%s}}]}}}"
            .formatted(report, JSON.writeValueAsString(domain)));
  }

  @Override
  public void close() {
    // Its connections end by themselves.
  }
}
