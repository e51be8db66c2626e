package dev.plumbline.web;

import dev.plumbline.intake.Mailboxes;
import dev.plumbline.people.Viewer;
import dev.plumbline.people.Viewers;
import dev.plumbline.store.people.Persons;
import dev.plumbline.store.people.Right;
import dev.plumbline.store.settings.KeptSettings;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that can be set, and where: on a page, or in the configuration. */
@Path("/settings")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Right.Name.READ)
public class SettingsPage {

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance show(View view);
  }

  /** The page. */
  public record View(List<Tab> tabs, List<Card> cards) {

    public View {
      tabs = List.copyOf(tabs);
      cards = List.copyOf(cards);
    }
  }

  /**
   * Something that can be set on a page.
   *
   * @param now how it is set
   */
  public record Card(String title, String href, String text, @Nullable String now) {}

  private final Mailboxes mailboxes;
  private final Persons persons;
  private final Viewers viewers;
  private final KeptSettings settings;

  SettingsPage(Mailboxes mailboxes, Persons persons, Viewers viewers, KeptSettings settings) {
    this.mailboxes = mailboxes;
    this.persons = persons;
    this.viewers = viewers;
    this.settings = settings;
  }

  @GET
  public TemplateInstance show() {
    Viewer viewer = viewers.now();
    boolean all = viewer.mayEverywhere(Right.ADMINISTER);
    return Templates.show(new View(PeopleTabs.of(viewer, PeopleTabs.SETTINGS), cards(all)));
  }

  private List<Card> cards(boolean all) {
    List<Card> cards = new ArrayList<>();
    if (all) {
      addAdministered(cards);
    }
    cards.add(
        new Card(
            "Digests", "/account/digests", "What happened, by mail, as often as wanted.", null));
    cards.add(
        new Card(
            "Alerts",
            "/account/alerts",
            "Who is told at once, by mail or to another program; what is not told any more is under"
                + " Alerts.",
            null));
    cards.add(
        new Card("Your account", "/account", "Password, second factor, sessions, tokens.", null));
    cards.add(
        new Card("Reporters", "/reporters", "Whose reports count, and whose are left out.", null));
    cards.add(new Card("REST", "/account/api", "What other programs can ask for, and how.", null));
    cards.add(
        new Card(
            "Get started",
            "/start",
            "The record to publish for a domain, a mailbox to read, an upload.",
            null));
    if (all) {
      cards.add(new Card("Audit log", "/audit", "Who changed what, and when.", null));
    }
    return cards;
  }

  private void addAdministered(List<Card> cards) {
    int boxes = mailboxes.names().size();
    cards.add(
        new Card(
            "Mailboxes",
            "/settings/mailboxes",
            "Where reports are read from: added, tried and changed while everything runs.",
            boxes == 0 ? "None yet." : Format.count(boxes, "mailbox", "mailboxes") + "."));
    int groups = persons.groups().size();
    cards.add(
        new Card(
            "Domains and groups",
            "/settings/domains",
            "Which domains there are, and groups of them: filters on the front page, limits of"
                + " users and tokens.",
            groups == 0 ? "No group yet." : Format.count(groups, "group", "groups") + "."));
    int set = settings.all().size();
    cards.add(
        new Card(
            "Retention and services",
            "/settings/data",
            "How long reports are kept, and which services are known beside those of the"
                + " catalogue.",
            set == 0 ? "As usual." : Format.count(set, "setting", "settings") + " changed."));
    int people = persons.all().size();
    cards.add(
        new Card(
            "Users and tokens",
            "/users",
            "Who may sign in, as what, and for which domains; what programs may do.",
            people == 0
                ? "Nobody has to sign in yet."
                : Format.count(people, "user", "users") + "."));
  }
}
