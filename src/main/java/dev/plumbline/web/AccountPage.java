package dev.plumbline.web;

import dev.plumbline.people.Accounts;
import dev.plumbline.people.ProgramTokens;
import dev.plumbline.people.SignIns;
import dev.plumbline.people.Viewer;
import dev.plumbline.people.Viewers;
import dev.plumbline.store.people.ApiTokens;
import dev.plumbline.store.people.Person;
import dev.plumbline.store.people.Persons;
import dev.plumbline.store.people.Right;
import io.nayuki.qrcodegen.QrCode;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** What everybody sees to by themselves: password, second factor, sessions and tokens. */
@Path("/account")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Right.Name.READ)
public class AccountPage {

  private static final Map<String, String> DONE =
      Map.of(
          "password", "The password is set. Everybody who was signed in with the old one is out.",
          "code-on", "From now on a code is asked for as well.",
          "code-off", "No code is asked for any more.",
          "revoked", "The token works no more.");

  private static final int QUIET_ZONE = 2;

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance show(AccountView view);
  }

  private final Accounts accounts;
  private final Persons persons;
  private final SignIns signIns;
  private final ProgramTokens tokens;
  private final Viewers viewers;
  private final Clock clock;

  AccountPage(
      Accounts accounts,
      Persons persons,
      SignIns signIns,
      ProgramTokens tokens,
      Viewers viewers,
      Clock clock) {
    this.accounts = accounts;
    this.persons = persons;
    this.signIns = signIns;
    this.tokens = tokens;
    this.viewers = viewers;
    this.clock = clock;
  }

  @GET
  public TemplateInstance show(@QueryParam("done") @Nullable String done) {
    return Templates.show(view(done == null ? null : DONE.get(done), null));
  }

  private AccountView view(@Nullable String said, @Nullable String secret) {
    Viewer viewer = viewers.now();
    Person person = me(viewer).orElse(null);
    if (person == null) {
      return new AccountView(
          PeopleTabs.of(viewer, PeopleTabs.ACCOUNT),
          null,
          "Nobody has to sign in: everybody at this machine may do everything. That ends with the"
              + " first user.",
          said,
          null,
          false,
          false,
          null,
          List.of(),
          List.of(),
          List.of());
    }
    Instant now = clock.instant();
    return new AccountView(
        PeopleTabs.of(viewer, PeopleTabs.ACCOUNT),
        person.login(),
        "%s, %s, may see %s."
            .formatted(person.name(), person.role().wire(), person.limits().words()),
        said,
        secret,
        person.hasPassword(),
        person.secondFactor(),
        person.secondFactor() || !person.hasPassword() ? null : secret(accounts.newSecret(person)),
        sessions(person),
        tokens.all(person.id()).stream().map(one -> TokenLines.of(one, now)).toList(),
        grantable(viewer).stream()
            .map(one -> new AccountView.Choice(one.wire(), TokenLines.words(one)))
            .toList());
  }

  /** What a token of somebody may do at most. */
  private static List<Right> grantable(Viewer viewer) {
    List<Right> rights = new ArrayList<>();
    for (Right right : Right.values()) {
      boolean limited = right == Right.UPLOAD && !viewer.scope().isEverything();
      if (ProgramTokens.GRANTABLE.contains(right) && viewer.may(right) && !limited) {
        rights.add(right);
      }
    }
    return rights;
  }

  private List<AccountView.SessionLine> sessions(Person person) {
    return signIns.open(person.id(), viewers.sessionKey().orElse("")).stream()
        .map(
            one ->
                new AccountView.SessionLine(
                    BrowserName.of(one.session().agent()),
                    one.session().address(),
                    Format.time(one.session().startedAt()),
                    Format.time(one.session().seenAt()),
                    one.own()))
        .toList();
  }

  private static AccountView.NewSecret secret(Accounts.NewSecret made) {
    QrCode code = QrCode.encodeText(made.address(), QrCode.Ecc.MEDIUM);
    StringBuilder path = new StringBuilder();
    for (int y = 0; y < code.size; y++) {
      for (int x = 0; x < code.size; x++) {
        if (code.getModule(x, y)) {
          path.append('M')
              .append(x + QUIET_ZONE)
              .append(' ')
              .append(y + QUIET_ZONE)
              .append("h1v1h-1z");
        }
      }
    }
    return new AccountView.NewSecret(
        made.hex(), made.typed(), path.toString(), code.size + 2 * QUIET_ZONE);
  }

  private Optional<Person> me(Viewer viewer) {
    return Optional.ofNullable(viewer.personId()).flatMap(persons::byId);
  }

  private Person requireMe(Viewer viewer) {
    return me(viewer)
        .orElseThrow(() -> new NotFoundException("Nobody is signed in who could have an account."));
  }

  @POST
  @Path("/password")
  @PageForm
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response setPassword(
      @RestForm("old") @Nullable String old,
      @RestForm("password") @Nullable String password,
      HttpServerRequest request) {
    Viewer viewer = viewers.now();
    Person person = requireMe(viewer);
    prove(
        viewer,
        person,
        () ->
            accounts.changePassword(
                viewer.who(), person, FormText.orEmpty(old), FormText.orEmpty(password)));
    // All sessions are over; this browser goes on under a new key.
    String session =
        signIns.begin(
            person,
            "new password",
            viewer.who().address(),
            FormText.orEmpty(request.getHeader("User-Agent")));
    return Response.seeOther(URI.create("/account?done=password"))
        .cookie(SignInPage.cookie(request, session))
        .build();
  }

  /** Does what takes the password again. */
  private void prove(Viewer viewer, Person person, Runnable work) {
    FormText.orSay(() -> signIns.prove(person, viewer.who().address(), work));
  }

  @POST
  @Path("/second-factor")
  @PageForm
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response secondFactor(
      @RestForm("secret") @Nullable String secret,
      @RestForm("code") @Nullable String code,
      @RestForm("password") @Nullable String password) {
    Viewer viewer = viewers.now();
    Person person = requireMe(viewer);
    String given = FormText.orEmpty(password);
    if (person.secondFactor()) {
      prove(viewer, person, () -> accounts.dropOwnSecret(viewer.who(), person, given));
      return Response.seeOther(URI.create("/account?done=code-off")).build();
    }
    String hex = FormText.orEmpty(secret);
    if (!hex.matches("[0-9a-f]{40}")) {
      throw new BadRequestException("This form is broken; load the page again.");
    }
    prove(
        viewer,
        person,
        () -> accounts.confirmSecret(viewer.who(), person, given, hex, FormText.orEmpty(code)));
    return Response.seeOther(URI.create("/account?done=code-on")).build();
  }

  /** Shows the page, with the token in it this once. */
  @POST
  @Path("/tokens")
  @PageForm
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public TemplateInstance makeToken(
      @RestForm("name") @Nullable String name,
      @RestForm("rights") @Nullable List<String> wanted,
      @RestForm("domains") @Nullable String domains,
      @RestForm("groups") @Nullable String groups,
      @RestForm("days") @Nullable String days) {
    Viewer viewer = viewers.now();
    Person person = requireMe(viewer);
    Set<Right> rights = EnumSet.noneOf(Right.class);
    List<Right> grantable = grantable(viewer);
    for (String one : wanted == null ? List.<String>of() : wanted) {
      Right.ofWire(one).filter(grantable::contains).ifPresent(rights::add);
    }
    String called = FormText.orEmpty(name).strip();
    String made =
        FormText.made(
            () ->
                tokens
                    .create(
                        viewer.who(),
                        new ApiTokens.Draft(
                            called,
                            person.id(),
                            rights,
                            accounts.limits(
                                FormText.words(domains), groups(viewer, person, groups)),
                            end(days)))
                    .secret());
    return Templates.show(
        view("The token is made. It is shown this once: put it where its program finds it.", made));
  }

  /** Who sees some domains only is not told which groups there are beside their own. */
  private static List<String> groups(Viewer viewer, Person person, @Nullable String named) {
    List<String> groups = FormText.words(named);
    if (!viewer.scope().isEverything()) {
      for (String group : groups) {
        if (!person.limits().groups().contains(group)) {
          throw new IllegalArgumentException("There is no group \"%s\".".formatted(group));
        }
      }
    }
    return groups;
  }

  private @Nullable Instant end(@Nullable String days) {
    String text = FormText.orEmpty(days).strip();
    if (text.isEmpty()) {
      return null;
    }
    if (!text.matches("\\d{1,6}")) {
      throw new BadRequestException("\"%s\" is no number of days.".formatted(text));
    }
    return clock.instant().plus(Duration.ofDays(Integer.parseInt(text)));
  }

  @POST
  @Path("/tokens/{id: [0-9]{1,18}}/revoke")
  @PageForm
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response revoke(@PathParam("id") long id) {
    Viewer viewer = viewers.now();
    if (!tokens.revoke(viewer.who(), id, requireMe(viewer).id())) {
      throw new NotFoundException("You have no token of this number.");
    }
    return Response.seeOther(URI.create("/account?done=revoked#tokens")).build();
  }
}
