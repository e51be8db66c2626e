package dev.plumbline.sink;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The HTTP event collector of Splunk; its events have the field {@code id}. */
final class SplunkSink implements Sink {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpCalls calls;
  private final String stream;
  private final @Nullable String index;

  SplunkSink(SinksSettings.One settings, String stream) throws IOException {
    Optional<String> token = HttpCalls.secret(settings.token(), settings.tokenFile());
    this.calls = new HttpCalls(settings, "Splunk " + token.orElse(""));
    this.stream = stream;
    this.index = settings.index().orElse(null);
  }

  @Override
  public void take(List<Line> lines) throws IOException, InterruptedException {
    StringBuilder events = new StringBuilder();
    for (Line line : lines) {
      ObjectNode event = JsonNodeFactory.instance.objectNode();
      if (line.at() != null) {
        event.put("time", line.at().getEpochSecond());
      }
      event.put("source", "plumbline");
      event.put("sourcetype", "plumbline:" + stream);
      if (index != null) {
        event.put("index", index);
      }
      event.putObject("fields").put("id", line.id());
      event.putRawValue("event", new RawValue(line.json()));
      events.append(JSON.writeValueAsString(event)).append('\n');
    }
    calls.post("/services/collector/event", "application/json", events.toString());
  }

  @Override
  public void close() {
    // Its connections end by themselves.
  }
}
