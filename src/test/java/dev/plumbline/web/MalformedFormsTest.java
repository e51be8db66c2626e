package dev.plumbline.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is no form is refused as such, and is no failure of the server. */
@QuarkusTest
class MalformedFormsTest {

  @TestHTTPResource URI server;

  private final HttpClient client = HttpClient.newHttpClient();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/intake | multipart/form-data | x",
        "/intake | multipart/form-data; boundary= | --\\r\\n",
        "/intake | multipart/form-data; boundary=B | --B\\r\\nno header\\r\\n\\r\\nx",
        "/intake | multipart/form-data; boundary=B | --B\\r\\nContent-Disposition: form-data\\r\\n\\r\\nx\\r\\n--B--",
        "/intake | multipart/form-data; boundary=B | --B\\r\\nContent-Disposition: form-data; name=\"files\"; filename=\"a\"\\r\\nContent-Type: text/plain; charset=nonsense\\r\\n\\r\\nx\\r\\n--B--",
        "/intake | multipart/form-data; boundary=B; charset=nonsense | --B--",
        "/intake | multipart/form-data; boundary=B | ",
        "/intake/mailbox-test | application/x-www-form-urlencoded | name=%zz",
        "/intake/mailbox-test | application/x-www-form-urlencoded | name=%",
        "/intake/mailbox-test | application/x-www-form-urlencoded; charset=nonsense | name=x",
        "/intake/mailbox-test | application/x-www-form-urlencoded | ",
        "/api/v1/intake | multipart/form-data | x",
        "/api/v1/intake | multipart/form-data; boundary=B | --B\\r\\nno header\\r\\n\\r\\nx",
        "/api/v1/intake | multipart/form-data; boundary=B | --B\\r\\nContent-Disposition: form-data\\r\\n\\r\\nx\\r\\n--B--"
      })
  void a_malformed_form_is_the_senders_mistake(String path, String type, String body)
      throws Exception {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(server.resolve(path))
                .header("Content-Type", type)
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        body == null ? "" : body.replace("\\r\\n", "\r\n")))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isBetween(300, 499);
  }
}
