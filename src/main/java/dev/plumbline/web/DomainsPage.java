package dev.plumbline.web;

import dev.plumbline.people.Accounts;
import dev.plumbline.people.Viewer;
import dev.plumbline.people.Viewers;
import dev.plumbline.store.judgement.DomainList;
import dev.plumbline.store.judgement.DomainList.Sort;
import dev.plumbline.store.judgement.DomainList.Wanted;
import dev.plumbline.store.people.Persons;
import dev.plumbline.store.people.Right;
import dev.plumbline.store.people.Who;
import dev.plumbline.store.traffic.Page;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** The domains that reports came in about, and the groups they are put into. */
@Path("/settings/domains")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Right.Name.ADMINISTER)
public class DomainsPage {

  private static final int PAGE_SIZE = 100;

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance list(View view);
  }

  /** The page. */
  public record View(
      List<Tab> tabs,
      String summary,
      String search,
      List<GroupLine> groups,
      List<Line> domains,
      Pager pager) {

    public View {
      tabs = List.copyOf(tabs);
      groups = List.copyOf(groups);
      domains = List.copyOf(domains);
    }
  }

  /** A group, and its domains as they are typed. */
  public record GroupLine(String name, String domains, String size) {}

  /** A domain, and the groups it is in. */
  public record Line(String name, String href, StateBadge badge, String groups) {}

  private final DomainList domains;
  private final Persons persons;
  private final Accounts accounts;
  private final Viewers viewers;
  private final Tables tables;

  DomainsPage(
      DomainList domains, Persons persons, Accounts accounts, Viewers viewers, Tables tables) {
    this.tables = tables;
    this.domains = domains;
    this.persons = persons;
    this.accounts = accounts;
    this.viewers = viewers;
  }

  @GET
  public Response list(
      @QueryParam("q") @DefaultValue("") String search,
      @QueryParam("page") @Nullable String wantedPage) {
    Viewer viewer = viewers.everywhere(Right.ADMINISTER);
    return tables.paged("domains", wantedPage, page -> list(viewer, search, page));
  }

  private TemplateInstance list(Viewer viewer, String search, int page) {
    Wanted wanted = new Wanted(List.of(), search.strip(), null, Sort.NAME);
    int size = tables.size("domains", PAGE_SIZE);
    DomainList.Sums sums = domains.sums(viewer.scope(), wanted);
    Page<DomainList.Line> found = domains.page(viewer.scope(), wanted, page - 1, size, sums);
    Map<String, List<String>> groups = persons.groups();
    return Templates.list(
        new View(
            PeopleTabs.of(viewer, PeopleTabs.DOMAINS),
            Format.count(found.total(), "domain", "domains")
                + (search.isBlank() ? "" : " like that")
                + ", "
                + Format.count(groups.size(), "group", "groups")
                + ".",
            search.strip(),
            groups.entrySet().stream()
                .map(
                    one ->
                        new GroupLine(
                            one.getKey(),
                            String.join(" ", one.getValue()),
                            Format.count(one.getValue().size(), "domain", "domains")))
                .toList(),
            found.items().stream()
                .map(
                    one ->
                        new Line(
                            one.domain(),
                            Links.domain(one.domain()),
                            StateBadge.of(one.state()),
                            groupsOf(one.domain(), groups)))
                .toList(),
            Pager.of(
                page,
                size,
                found.total(),
                "/settings/domains?q=" + Links.value(search.strip()) + "&page=")));
  }

  /** A domain in a group stands for all below it. */
  private static String groupsOf(String domain, Map<String, List<String>> groups) {
    return String.join(
        ", ",
        groups.entrySet().stream()
            .filter(
                group ->
                    group.getValue().stream()
                        .anyMatch(one -> domain.equals(one) || domain.endsWith("." + one)))
            .map(Map.Entry::getKey)
            .toList());
  }

  /** Sets the domains of a group; without any there is no such group. */
  @POST
  @Path("/groups")
  @PageForm
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response group(
      @RestForm("name") @Nullable String name, @RestForm("domains") @Nullable String names) {
    Who who = administrator();
    FormText.orSay(() -> accounts.setGroup(who, FormText.orEmpty(name), FormText.words(names)));
    return back();
  }

  /** Puts some more domains into a group, which is made if there is none. */
  @POST
  @Path("/into")
  @PageForm
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response into(
      @RestForm("group") @Nullable String group, @RestForm("chosen_domain") List<String> chosen) {
    Who who = administrator();
    String name = FormText.orEmpty(group).strip();
    FormText.orSay(
        () -> {
          if (chosen.stream().allMatch(String::isBlank)) {
            throw new IllegalArgumentException("No domain was chosen.");
          }
          Set<String> all = new LinkedHashSet<>(persons.groups().getOrDefault(name, List.of()));
          all.addAll(chosen);
          accounts.setGroup(who, name, List.copyOf(all));
        });
    return back();
  }

  private Who administrator() {
    return viewers.everywhere(Right.ADMINISTER).who();
  }

  private static Response back() {
    return Response.seeOther(URI.create("/settings/domains")).build();
  }
}
