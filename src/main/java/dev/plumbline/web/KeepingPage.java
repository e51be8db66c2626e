package dev.plumbline.web;

import dev.plumbline.people.Viewers;
import dev.plumbline.review.KeptCatalogue;
import dev.plumbline.store.people.Right;
import dev.plumbline.store.people.Who;
import dev.plumbline.store.settings.Adjustable;
import dev.plumbline.store.settings.KeptSettings;
import dev.plumbline.store.settings.KeptSettings.Kept;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** How long what is kept is kept, and which services are known beside those of the catalogue. */
@Path("/settings/data")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Right.Name.ADMINISTER)
public class KeepingPage {

  private static final String CATALOGUE_FILE = "plumbline.catalogue-file";

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance show(View view);
  }

  /**
   * The page.
   *
   * @param file of the configuration, whose services count before these; null if it names none
   */
  public record View(
      List<Tab> tabs,
      List<Time> times,
      String held,
      @Nullable String heldBy,
      boolean heldFixed,
      String services,
      @Nullable String servicesBy,
      @Nullable String file) {

    public View {
      tabs = List.copyOf(tabs);
      times = List.copyOf(times);
    }
  }

  /**
   * How long one kind is kept.
   *
   * @param days as somebody set it; empty for as usual
   * @param usual what holds then
   * @param by where it is said, or who said it; null if nobody did
   * @param fixed whether the configuration says it
   */
  public record Time(
      String name, String label, String days, String usual, @Nullable String by, boolean fixed) {}

  private final KeptSettings settings;
  private final KeptCatalogue catalogue;
  private final Config config;
  private final Viewers viewers;
  private final Clock clock;

  KeepingPage(
      KeptSettings settings, KeptCatalogue catalogue, Config config, Viewers viewers, Clock clock) {
    this.settings = settings;
    this.catalogue = catalogue;
    this.config = config;
    this.viewers = viewers;
    this.clock = clock;
  }

  @GET
  public TemplateInstance show() {
    Map<Adjustable, Kept> kept = new EnumMap<>(Adjustable.class);
    settings
        .all()
        .forEach(one -> Adjustable.of(one.name()).ifPresent(known -> kept.put(known, one)));
    Optional<String> held = configured(Adjustable.HOLD.key());
    Kept hold = kept.get(Adjustable.HOLD);
    Kept services = kept.get(Adjustable.CATALOGUE);
    return Templates.show(
        new View(
            PeopleTabs.of(viewers.everywhere(Right.ADMINISTER), PeopleTabs.DATA),
            List.of(
                time("reports_days", "Aggregate reports", Adjustable.REPORTS, kept),
                time("failures_days", "Failure reports", Adjustable.FAILURES, kept),
                time("tls_days", "TLS reports", Adjustable.TLS, kept)),
            held.orElse(hold == null ? "" : hold.value().replace(",", " ")),
            held.isPresent() ? inConfiguration(Adjustable.HOLD.key()) : by(hold),
            held.isPresent(),
            services == null ? "" : services.value(),
            by(services),
            configured(CATALOGUE_FILE).orElse(null)));
  }

  private Time time(String field, String label, Adjustable one, Map<Adjustable, Kept> all) {
    Optional<String> configured = configured(one.key());
    Kept kept = all.get(one);
    return new Time(
        field,
        label,
        configured.orElse(kept == null ? "" : kept.value()).replaceFirst("(?i)d$", ""),
        one.usual().isEmpty()
            ? "for ever"
            : Format.count(Adjustable.time(one.usual()).toDays(), "day", "days"),
        configured.isPresent() ? inConfiguration(one.key()) : by(kept),
        configured.isPresent());
  }

  private Optional<String> configured(String name) {
    return config.getOptionalValue(name, String.class).filter(text -> !text.isBlank());
  }

  private static String inConfiguration(String name) {
    return "Said by the configuration (" + name + "), which counts.";
  }

  private static @Nullable String by(@Nullable Kept kept) {
    return kept == null
        ? null
        : "Set by %s, %s.".formatted(kept.changedBy(), Format.time(kept.changedAt()));
  }

  /** Sets how long everything is kept; an empty field is as usual. */
  @POST
  @Path("/retention")
  @PageForm
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response keep(
      @RestForm("reports_days") @Nullable String reports,
      @RestForm("failures_days") @Nullable String failures,
      @RestForm("tls_days") @Nullable String tls,
      @RestForm("held_domains") @Nullable String held) {
    Who who = administrator();
    Map<Adjustable, String> wanted = new EnumMap<>(Adjustable.class);
    put(wanted, Adjustable.REPORTS, reports);
    put(wanted, Adjustable.FAILURES, failures);
    put(wanted, Adjustable.TLS, tls);
    put(wanted, Adjustable.HOLD, held);
    // All of them make sense, or none is set.
    FormText.orSay(() -> wanted.replaceAll((one, text) -> text.isEmpty() ? "" : one.valid(text)));
    wanted.forEach((one, value) -> settings.set(who, one, value, clock.instant()));
    return back();
  }

  /** A field that is not sent is one that the configuration says. */
  private static void put(Map<Adjustable, String> wanted, Adjustable one, @Nullable String field) {
    if (field != null) {
      wanted.put(one, field.strip());
    }
  }

  /** Lays services over the catalogue. */
  @POST
  @Path("/services")
  @PageForm
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response services(@RestForm("catalogue_yaml") @Nullable String yaml) {
    Who who = administrator();
    FormText.orSay(
        () -> catalogue.set(who, FormText.orEmpty(yaml).replace("\r\n", "\n"), clock.instant()));
    return back();
  }

  private Who administrator() {
    return viewers.everywhere(Right.ADMINISTER).who();
  }

  private static Response back() {
    return Response.seeOther(URI.create("/settings/data")).build();
  }
}
