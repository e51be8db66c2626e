package dev.plumbline.alert;

import com.google.common.html.HtmlEscapers;
import dev.plumbline.resolver.WebPosts.Post;
import dev.plumbline.review.json.AlertJson;
import dev.plumbline.review.json.PublishedJson;
import dev.plumbline.store.alert.Alert;
import dev.plumbline.store.alert.AlertKind;
import dev.plumbline.store.alert.Channel;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A message as the other side wants it. What is told may hold names that strangers chose: nothing
 * of it is a link, a mention or a mark-up there.
 */
final class Shapes {

  private static final String JSON = "application/json";
  private static final String TYPE = "Content-Type";

  /** ntfy cuts longer ones into files. */
  private static final int LONGEST_NOTE = 3_500;

  private Shapes() {}

  /**
   * Our own form.
   *
   * @param id the same for each try of a post
   */
  record Payload(
      long id, boolean test, Instant sentAt, String title, String url, List<AlertJson> alerts) {

    Payload {
      alerts = List.copyOf(alerts);
    }
  }

  static Post post(Channel channel, Message message, URI address) {
    return switch (channel.shape()) {
      case JSON -> json(channel, message, address);
      case SLACK -> plain(address, slack(message.forPeople()));
      case TEAMS -> plain(address, teams(message.forPeople()));
      case MATRIX -> matrix(channel, message.forPeople(), address);
      case NTFY -> ntfy(channel, message.forPeople(), address);
      case MAIL -> throw new IllegalArgumentException("Mail is no post");
    };
  }

  private static Post plain(URI address, Object body) {
    return new Post(address, "POST", Map.of(TYPE, JSON), PublishedJson.text(body));
  }

  private static Post json(Channel channel, Message message, URI address) {
    String body =
        PublishedJson.text(
            new Payload(
                message.id(),
                message.test(),
                message.at(),
                message.title(),
                message.page(),
                message.alerts().stream().map(AlertJson::of).toList()));
    return new Post(
        address,
        "POST",
        Map.of(
            TYPE,
            JSON,
            "Plumbline-Id",
            Long.toString(message.id()),
            "Plumbline-Signature",
            Signature.of(channel.secret(), message.at(), body)),
        body);
  }

  /** Incoming webhooks of Slack, and of Mattermost, which reads the same. */
  private static Map<String, Object> slack(Message message) {
    StringBuilder text = new StringBuilder("*").append(escaped(message.heading())).append("*");
    if (message.test()) {
      text.append('\n').append(message.testWords());
    }
    for (Alert one : message.told()) {
      text.append("\n• ").append(message.isSingle() ? "" : "*" + message.label(one, ":* "));
      text.append(escaped(Message.says(one))).append('\n');
      text.append(escaped(one.why()));
      text.append(" <").append(escaped(message.url(one))).append("|More>");
    }
    if (message.more() > 0) {
      text.append('\n').append(message.moreWords());
    }
    text.append("\n<").append(escaped(message.page())).append("|All alerts>");
    return Map.of("text", text.toString(), "unfurl_links", false, "unfurl_media", false);
  }

  /** Slack knows three characters that lead to links and mentions. */
  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** An Adaptive Card, as workflows of Teams take it; runs of text are no Markdown. */
  private static Map<String, Object> teams(Message message) {
    List<Object> body = new ArrayList<>();
    body.add(text(message.heading(), true, false));
    if (message.test()) {
      body.add(text(message.testWords(), false, false));
    }
    for (Alert one : message.told()) {
      body.add(text(message.label(one, ": ") + Message.says(one), true, false));
      body.add(text(one.why(), false, true));
    }
    if (message.more() > 0) {
      body.add(text(message.moreWords(), false, false));
    }
    Map<String, Object> card = new LinkedHashMap<>();
    card.put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
    card.put("type", "AdaptiveCard");
    card.put("version", "1.4");
    card.put("body", body);
    card.put(
        "actions",
        List.of(Map.of("type", "Action.OpenUrl", "title", "All alerts", "url", message.page())));
    return Map.of(
        "type",
        "message",
        "attachments",
        List.of(Map.of("contentType", "application/vnd.microsoft.card.adaptive", "content", card)));
  }

  private static Map<String, Object> text(String words, boolean bold, boolean subtle) {
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("type", "TextRun");
    run.put("text", words);
    if (bold) {
      run.put("weight", "Bolder");
    }
    if (subtle) {
      run.put("isSubtle", true);
    }
    return Map.of("type", "RichTextBlock", "inlines", List.of(run));
  }

  /** A message into a room of Matrix; the address is that of the room in the client API. */
  private static Post matrix(Channel channel, Message message, URI address) {
    StringBuilder html = new StringBuilder("<strong>").append(html(message.heading()));
    html.append("</strong>");
    if (message.test()) {
      html.append("<br>").append(message.testWords());
    }
    for (Alert one : message.told()) {
      html.append("<br>");
      html.append(message.isSingle() ? "" : "<strong>" + message.label(one, ":</strong> "));
      html.append("<a href=\"")
          .append(html(message.url(one)))
          .append("\">")
          .append(html(Message.says(one)));
      html.append("</a> ").append(html(one.why()));
    }
    if (message.more() > 0) {
      html.append("<br>").append(message.moreWords());
    }
    html.append("<br><a href=\"").append(html(message.page())).append("\">All alerts</a>");
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("msgtype", "m.text");
    body.put("body", AlertText.of(message, null).replace("\r\n", "\n").strip());
    body.put("format", "org.matrix.custom.html");
    body.put("formatted_body", html.toString());
    // By its transaction the server knows a post that it took already.
    String to =
        address.toString().replaceFirst("/+$", "")
            + "/send/m.room.message/plumbline-"
            + message.id();
    return new Post(
        URI.create(to),
        "PUT",
        Map.of(TYPE, JSON, "Authorization", "Bearer " + channel.secret()),
        PublishedJson.text(body));
  }

  private static String html(String text) {
    return HtmlEscapers.htmlEscaper().escape(text);
  }

  /** A note to a topic of ntfy. */
  private static Post ntfy(Channel channel, Message message, URI address) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(TYPE, "text/plain; charset=utf-8");
    headers.put("Title", header(message.title()));
    headers.put("Click", message.page());
    headers.put("Tags", "warning");
    headers.put("Priority", pressing(message) ? "high" : "default");
    if (!channel.secret().isEmpty()) {
      headers.put("Authorization", "Bearer " + channel.secret());
    }
    StringBuilder text = new StringBuilder();
    if (message.test()) {
      text.append(message.testWords());
    }
    for (Alert one : message.told()) {
      // The title of one alone is its sentence, which stands above the note.
      text.append(message.isSingle() ? one.kind().title() : message.label(one, ": "));
      text.append(message.isSingle() ? "" : Message.says(one)).append('\n');
      text.append(one.why()).append("\n\n");
    }
    if (message.more() > 0) {
      text.append(message.moreWords());
    }
    String note = text.toString().strip();
    return new Post(
        address,
        "POST",
        headers,
        note.length() > LONGEST_NOTE ? note.substring(0, LONGEST_NOTE) + "…" : note);
  }

  private static boolean pressing(Message message) {
    return message.alerts().stream().anyMatch(one -> one.kind().compareTo(AlertKind.LOOKUPS) < 0);
  }

  /** Headers are ASCII; others are told as RFC 2047 has it. */
  private static String header(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c < 0x7F)
        ? text
        : "=?UTF-8?B?"
            + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))
            + "?=";
  }
}
