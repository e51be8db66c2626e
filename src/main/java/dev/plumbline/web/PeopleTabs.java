package dev.plumbline.web;

import dev.plumbline.people.Viewer;
import dev.plumbline.store.people.Right;
import java.util.ArrayList;
import java.util.List;

/** The pages about how Plumbline is set, and about who may do what. */
enum PeopleTabs {
  SETTINGS,
  ACCOUNT,
  DIGESTS,
  ALERTS,
  API,
  MAILBOXES,
  DOMAINS,
  DATA,
  USERS,
  AUDIT;

  /** Those that somebody may open. */
  static List<Tab> of(Viewer viewer, PeopleTabs current) {
    var tabs = new ArrayList<Tab>();
    tabs.add(new Tab("Settings", "/settings", current == SETTINGS));
    tabs.add(new Tab("Your account", "/account", current == ACCOUNT));
    tabs.add(new Tab("Digests", "/account/digests", current == DIGESTS));
    tabs.add(new Tab("Alerts", "/account/alerts", current == ALERTS));
    tabs.add(new Tab("REST", "/account/api", current == API));
    if (viewer.may(Right.ADMINISTER)) {
      tabs.add(new Tab("Mailboxes", "/settings/mailboxes", current == MAILBOXES));
      tabs.add(new Tab("Domains", "/settings/domains", current == DOMAINS));
      tabs.add(new Tab("Retention", "/settings/data", current == DATA));
      tabs.add(new Tab("Users", "/users", current == USERS));
      tabs.add(new Tab("Audit log", "/audit", current == AUDIT));
    }
    return tabs;
  }
}
