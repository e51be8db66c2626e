package dev.plumbline.api;

import dev.plumbline.review.PolicyTrial;
import dev.plumbline.review.Simulations.Change;
import dev.plumbline.review.json.SimulationJson;
import dev.plumbline.store.judgement.DomainSummary;
import dev.plumbline.store.judgement.SimulatedTraffic;
import dev.plumbline.store.people.Right;
import dev.plumbline.store.traffic.DomainInfo;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Tries policies on the mail of the days by which a domain was judged. */
@Path("/api/v1/domains/{domain}/simulate")
@Tag(name = "Domains")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Right.Name.READ)
public class SimulationResource {

  private static final Set<String> LEVELS = Set.of("none", "quarantine", "reject");

  private final Access access;
  private final KeptJudgement kept;
  private final SimulatedTraffic simulated;

  SimulationResource(Access access, KeptJudgement kept, SimulatedTraffic simulated) {
    this.access = access;
    this.kept = kept;
    this.simulated = simulated;
  }

  /** What to change of the published policy. */
  public static class PolicyRequest {

    @Parameter(description = "none, quarantine or reject; without any change, reject is tried.")
    @QueryParam("p")
    @Nullable String p;

    @Parameter(description = "The same for subdomains.")
    @QueryParam("sp")
    @Nullable String sp;

    @Parameter(description = "The same for names that do not exist.")
    @QueryParam("np")
    @Nullable String np;

    @Parameter(description = "DKIM alignment: r or s.")
    @QueryParam("adkim")
    @Nullable String adkim;

    @Parameter(description = "SPF alignment: r or s.")
    @QueryParam("aspf")
    @Nullable String aspf;

    @Parameter(description = "Testing: y or n.")
    @QueryParam("t")
    @Nullable String t;

    private Change change() {
      level("p", p);
      level("sp", sp);
      level("np", np);
      one("adkim", adkim, Set.of("r", "s"), "r or s");
      one("aspf", aspf, Set.of("r", "s"), "r or s");
      one("t", t, Set.of("y", "n"), "y or n");
      Change change = new Change(p, sp, np, adkim, aspf, t == null ? null : t.equals("y"));
      return change.equals(new Change(null, null, null, null, null, null))
          ? Change.of("reject")
          : change;
    }

    private static void level(String name, @Nullable String value) {
      one(name, value, LEVELS, "none, quarantine or reject");
    }

    private static void one(
        String name, @Nullable String value, Set<String> right, String inWords) {
      if (value != null && !right.contains(value)) {
        throw Refusal.value(name, value, inWords);
      }
    }
  }

  @GET
  @Operation(
      summary = "What a policy would have done",
      description = "To the mail of the days by which the domain was judged.")
  @APIResponseSchema(SimulationJson.class)
  public Response simulate(
      @PathParam("domain") String name, @BeanParam PolicyRequest asked, @Context Request request) {
    Change change = asked.change();
    DomainInfo domain = access.domain(name);
    DomainSummary summary = kept.judged(domain);
    return Answers.one(
        request,
        SimulationJson.of(
            domain.name(),
            true,
            summary.from(),
            summary.to(),
            PolicyTrial.of(simulated, domain, change)));
  }
}
