package dev.plumbline.security;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.people.Accounts;
import dev.plumbline.people.SignIns;
import dev.plumbline.people.Triers;
import dev.plumbline.store.people.Person;
import dev.plumbline.store.people.Who;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/** People for tests, who are gone after them: without anybody, nobody has to sign in. */
@ApplicationScoped
class People {

  static final String PASSWORD = "correct horse battery staple";

  private static final Who TEST = Who.atShell("test");
  private static final Pattern TOKEN = Pattern.compile("name=\"form_token\" value=\"([^\"]+)\"");

  private final Accounts accounts;
  private final SignIns signIns;
  private final DataSource database;
  private final Triers triers;

  People(Accounts accounts, SignIns signIns, DataSource database, Triers triers) {
    this.accounts = accounts;
    this.signIns = signIns;
    this.database = database;
    this.triers = triers;
  }

  /** Adds somebody, after an administrator if they are the first and none. */
  Person add(String login, String role, String... domains) {
    if (!role.equals("administrator") && isNobody()) {
      add("keeper@people.example", "administrator");
    }
    Person person =
        accounts.add(TEST, accounts.draft(login, null, role, false, List.of(domains), List.of()));
    accounts.setPassword(TEST, person, PASSWORD);
    return person;
  }

  /** Somebody who may see the addresses in failure reports, about the domains of some groups. */
  Person addUnmasking(String login, String role, String... groups) {
    return accounts.add(TEST, accounts.draft(login, null, role, true, List.of(), List.of(groups)));
  }

  /** Takes everybody away, but for what the audit log says of them. */
  void clear() {
    triers.forget();
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "delete from digest; delete from alert_channel; delete from session; delete from"
              + " one_time_link; delete from api_token; delete from domain_group; delete from"
              + " person");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The key of a session of somebody, who did not have to try for it. */
  String session(Person person) {
    return signIns.begin(person, "test", "127.0.0.1", "test");
  }

  /** Signs somebody in; the key of their session. */
  static String signIn(String login) {
    Response answer = tryIt(login, PASSWORD);
    assertThat(answer.statusCode()).as("sign-in of %s", login).isEqualTo(303);
    return answer.cookie("plumbline");
  }

  static Response tryIt(String login, String password) {
    return given()
        .redirects()
        .follow(false)
        .formParam("login", login)
        .formParam("password", password)
        .post("/sign-in");
  }

  private boolean isNobody() {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      return !statement.executeQuery("select from person").next();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Addresses are sent as they stand, and nothing is followed. */
  static RequestSpecification as(String session) {
    return given().urlEncodingEnabled(false).redirects().follow(false).cookie("plumbline", session);
  }

  /** What the forms of a session carry. */
  static String formToken(String session) {
    Matcher found = TOKEN.matcher(as(session).get("/account").asString());
    assertThat(found.find()).isTrue();
    return found.group(1);
  }
}
