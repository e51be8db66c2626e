package dev.plumbline.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** The files of {@code docs/}, which are in the program, as HTML for a page. */
final class Docs {

  private static final List<Extension> EXTENSIONS =
      List.of(TablesExtension.create(), HeadingAnchorExtension.create());

  private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();

  /** HTML in the text is shown as it is written, and does nothing. */
  private static final HtmlRenderer RENDERER =
      HtmlRenderer.builder()
          .extensions(EXTENSIONS)
          .escapeHtml(true)
          .sanitizeUrls(true)
          .attributeProviderFactory(context -> Docs::attributes)
          .build();

  private Docs() {}

  /** A file as it is written, by its path below {@code docs/} without its ending. */
  static Optional<String> text(String name) {
    try (InputStream in = Docs.class.getResourceAsStream("/dev/plumbline/docs/" + name + ".md")) {
      return in == null
          ? Optional.empty()
          : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its first heading. */
  static String title(String text) {
    return text.lines()
        .filter(line -> line.startsWith("# "))
        .map(line -> line.substring(2).strip())
        .findFirst()
        .orElse("Documentation");
  }

  /**
   * What a file says, without its title; links between files lead to their pages, and what lies
   * elsewhere in the sources is named and not linked.
   */
  static String html(String name, String text) {
    Node document = PARSER.parse(text.replaceFirst("(?m)^# .*$", ""));
    document.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Link link) {
            visitChildren(link);
            Optional<String> target = target(name, link.getDestination());
            if (target.isPresent()) {
              link.setDestination(target.get());
            } else {
              unlinked(link);
            }
          }
        });
    return RENDERER
        .render(document)
        .replace("<table", "<div class=\"table-wrap\" tabindex=\"0\"><table")
        .replace("</table>", "</table></div>");
  }

  /** Where a link leads; empty if that is not on a page. */
  private static Optional<String> target(String from, String link) {
    if (link.startsWith("#") || link.startsWith("https://") || link.startsWith("http://")) {
      return Optional.of(link);
    }
    URI to = URI.create("/help/docs/" + from).resolve(link);
    String path = to.getPath();
    if (!path.startsWith("/help/docs/") || !path.endsWith(".md")) {
      return Optional.empty();
    }
    String page = path.substring(0, path.length() - ".md".length());
    return text(page.substring("/help/docs/".length())).isEmpty()
        ? Optional.empty()
        : Optional.of(to.getFragment() == null ? page : page + "#" + to.getFragment());
  }

  /** Leaves the words of a link without the link. */
  private static void unlinked(Link link) {
    Node child = link.getFirstChild();
    while (child != null) {
      Node next = child.getNext();
      link.insertBefore(child);
      child = next;
    }
    link.unlink();
  }

  private static void attributes(Node node, String tag, Map<String, String> attributes) {
    if (tag.equals("table")) {
      attributes.put("class", "data");
    } else if (tag.equals("pre")) {
      attributes.put("class", "record");
      attributes.put("tabindex", "0");
    } else if (tag.equals("th") || tag.equals("td")) {
      attributes.remove("align");
    } else if (tag.equals("a") && attributes.getOrDefault("href", "").startsWith("http")) {
      attributes.put("rel", "noreferrer");
    }
  }
}
