package dev.plumbline.web;

import dev.plumbline.dns.InertText;
import io.quarkus.qute.EngineBuilder;
import io.quarkus.qute.Expression;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.Variant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/**
 * Escapes what templates show for HTML, as the template engine would, and tells characters that do
 * not show by their numbers: what a stranger wrote changes nothing around it.
 */
final class VisibleHtml extends HtmlEscaper {

  VisibleHtml() {
    super(List.of(Variant.TEXT_HTML));
  }

  @Override
  public int getPriority() {
    // Before that of the engine.
    return DEFAULT_PRIORITY + 1;
  }

  @Override
  public String map(Object result, Expression expression) {
    return super.map(InertText.visible(result.toString()), expression);
  }

  /** Has the pages written so. */
  @ApplicationScoped
  static class Engine {
    void configure(@Observes EngineBuilder engine) {
      engine.addResultMapper(new VisibleHtml());
    }
  }
}
