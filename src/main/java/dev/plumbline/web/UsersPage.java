package dev.plumbline.web;

import dev.plumbline.people.Accounts;
import dev.plumbline.people.ProgramTokens;
import dev.plumbline.people.SignIns;
import dev.plumbline.people.Viewers;
import dev.plumbline.store.people.Person;
import dev.plumbline.store.people.Persons;
import dev.plumbline.store.people.Right;
import dev.plumbline.store.people.Who;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** Who may sign in, as what, and for which domains; groups of domains; the tokens of all. */
@Path("/users")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Right.Name.ADMINISTER)
public class UsersPage {

  private static final Map<String, String> DONE =
      Map.of(
          "changed", "It is changed, from now on and everywhere.",
          "disabled", "They are signed out, and cannot sign in any more.",
          "enabled", "They can sign in again.",
          "code-off", "They are asked for no code any more.",
          "revoked", "The token works no more.");

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance list(UsersView view);
  }

  private final Accounts accounts;
  private final Persons persons;
  private final SignIns signIns;
  private final ProgramTokens tokens;
  private final Viewers viewers;
  private final Optional<URI> publicUrl;
  private final Clock clock;

  UsersPage(
      Accounts accounts,
      Persons persons,
      SignIns signIns,
      ProgramTokens tokens,
      Viewers viewers,
      @ConfigProperty(name = "plumbline.http.public-url") Optional<URI> publicUrl,
      Clock clock) {
    this.publicUrl = publicUrl;
    this.accounts = accounts;
    this.persons = persons;
    this.signIns = signIns;
    this.tokens = tokens;
    this.viewers = viewers;
    this.clock = clock;
  }

  @GET
  public TemplateInstance list(@QueryParam("done") @Nullable String done) {
    return Templates.list(view(done == null ? null : DONE.get(done), null));
  }

  private UsersView view(@Nullable String said, @Nullable String link) {
    Instant now = clock.instant();
    List<Person> all = persons.all();
    return new UsersView(
        PeopleTabs.of(viewers.now(), PeopleTabs.USERS),
        all.isEmpty()
            ? "Nobody yet, so nobody has to sign in. With the first, an administrator, everybody"
                + " has to."
            : Format.count(all.size(), "user", "users") + ".",
        said,
        link,
        all.stream().map(UsersPage::line).toList(),
        persons.groups().entrySet().stream()
            .map(one -> new UsersView.GroupLine(one.getKey(), String.join(", ", one.getValue())))
            .toList(),
        tokens.all(null).stream().map(one -> TokenLines.of(one, now)).toList());
  }

  private static UsersView.UserLine line(Person person) {
    boolean disabled = person.disabledAt() != null;
    List<String> domains = person.limits().domains();
    return new UsersView.UserLine(
        person.id(),
        person.login(),
        person.name(),
        person.role().wire(),
        person.unmask(),
        domains == null ? "" : String.join(" ", domains),
        String.join(" ", person.limits().groups()),
        person.limits().words(),
        disabled ? "disabled" : person.role().wire(),
        disabled ? "mark-plain" : "mark-good",
        signsIn(person),
        disabled,
        person.secondFactor());
  }

  private static String signsIn(Person person) {
    if (person.providerSubject() != null) {
      return "Signs in by the provider.";
    }
    return !person.hasPassword()
        ? "Has set no password yet."
        : person.secondFactor() ? "Signs in by password and code." : "Signs in by password.";
  }

  /** Adds somebody and shows the link by which they set a password. */
  @POST
  @PageForm
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public TemplateInstance add(
      @RestForm("login") @Nullable String login,
      @RestForm("name") @Nullable String name,
      @RestForm("role") @Nullable String role,
      @RestForm("unmask") @Nullable String unmask,
      @RestForm("domains") @Nullable String domains,
      @RestForm("groups") @Nullable String groups,
      @Context UriInfo uri) {
    Person added =
        FormText.made(
            () ->
                accounts.add(
                    who(), draft(FormText.orEmpty(login), name, role, unmask, domains, groups)));
    return shown(added, uri);
  }

  private Person.Draft draft(
      String login,
      @Nullable String name,
      @Nullable String role,
      @Nullable String unmask,
      @Nullable String domains,
      @Nullable String groups) {
    return accounts.draft(
        login, name, role, unmask != null, FormText.words(domains), FormText.words(groups));
  }

  private TemplateInstance shown(Person person, UriInfo uri) {
    Accounts.MadeLink link = accounts.passwordLink(who(), person);
    return Templates.list(
        view(
            "Hand this link to %s. It sets a password, once, until %s."
                .formatted(person.login(), Format.time(link.endsAt())),
            base(uri).resolve(link.path()).toString()));
  }

  @POST
  @Path("/{id: [0-9]{1,18}}")
  @PageForm
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response change(
      @PathParam("id") long id,
      @RestForm("name") @Nullable String name,
      @RestForm("role") @Nullable String role,
      @RestForm("unmask") @Nullable String unmask,
      @RestForm("domains") @Nullable String domains,
      @RestForm("groups") @Nullable String groups) {
    Person person = known(id);
    FormText.orSay(
        () ->
            accounts.change(
                who(), person, draft(person.login(), name, role, unmask, domains, groups)));
    return done("changed");
  }

  @POST
  @Path("/{id: [0-9]{1,18}}/link")
  @PageForm
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public TemplateInstance link(@PathParam("id") long id, @Context UriInfo uri) {
    return shown(known(id), uri);
  }

  @POST
  @Path("/{id: [0-9]{1,18}}/disable")
  @PageForm
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response disable(@PathParam("id") long id) {
    Person person = known(id);
    FormText.orSay(() -> accounts.disable(who(), person, person.disabledAt() == null));
    return done(person.disabledAt() == null ? "disabled" : "enabled");
  }

  @POST
  @Path("/{id: [0-9]{1,18}}/sign-out")
  @PageForm
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response signOut(@PathParam("id") long id) {
    signIns.endAll(who(), known(id).id());
    return done("changed");
  }

  @POST
  @Path("/{id: [0-9]{1,18}}/code-off")
  @PageForm
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response codeOff(@PathParam("id") long id) {
    accounts.dropSecret(who(), known(id));
    return done("code-off");
  }

  @POST
  @Path("/tokens/{id: [0-9]{1,18}}/revoke")
  @PageForm
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response revoke(@PathParam("id") long id) {
    if (!tokens.revoke(who(), id, null)) {
      throw new NotFoundException("There is no token of this number.");
    }
    return done("revoked");
  }

  /** As people type it; a request may come by another name of this machine. */
  private URI base(UriInfo uri) {
    return publicUrl.orElseGet(uri::getBaseUri);
  }

  private Who who() {
    return viewers.now().who();
  }

  private Person known(long id) {
    return persons
        .byId(id)
        .orElseThrow(() -> new NotFoundException("There is no user of this number."));
  }

  private static Response done(String what) {
    return Response.seeOther(URI.create("/users?done=" + what)).build();
  }
}
