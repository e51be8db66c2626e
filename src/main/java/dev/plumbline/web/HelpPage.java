package dev.plumbline.web;

import dev.plumbline.standing.SenderJudge;
import dev.plumbline.store.judgement.DomainState;
import dev.plumbline.store.people.Right;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.stream.Stream;

/** The words of the pages, for somebody who meets them for the first time. */
@Path("/help")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Right.Name.TOOLS)
public class HelpPage {

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance show(View view);
  }

  /** What the badges mean. */
  public record View(List<StandingBadge> standings, List<StateBadge> states) {

    public View {
      standings = List.copyOf(standings);
      states = List.copyOf(states);
    }
  }

  @GET
  public TemplateInstance show() {
    return Templates.show(
        new View(
            SenderJudge.BY_URGENCY.stream().map(StandingBadge::of).toList(),
            Stream.of(DomainState.values()).map(StateBadge::of).toList()));
  }
}
