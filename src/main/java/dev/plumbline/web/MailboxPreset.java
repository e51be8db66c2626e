package dev.plumbline.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the mailboxes of a large provider before anything is typed.
 *
 * @param wire what an address calls it
 * @param settings by the names of the configuration
 */
record MailboxPreset(String wire, String title, Map<String, String> settings, String advice) {

  private static final List<MailboxPreset> ALL =
      List.of(
          new MailboxPreset(
              "microsoft",
              "Microsoft 365",
              Map.of(
                  "host", "outlook.office365.com",
                  "oauth2.token-url",
                      "https://login.microsoftonline.com/TENANT-ID/oauth2/v2.0/token",
                  "oauth2.scope", "https://outlook.office365.com/.default"),
              "Passwords do not work there. Register an application in Entra ID, put your tenant's"
                  + " number in place of TENANT-ID, and let the application into the mailbox."),
          new MailboxPreset(
              "gmail",
              "Gmail, app password",
              Map.of("host", "imap.gmail.com"),
              "An app password needs two-step verification in the Google account; the password of"
                  + " the account itself does not work."),
          new MailboxPreset(
              "google",
              "Google Workspace, OAuth 2",
              Map.of(
                  "host", "imap.gmail.com",
                  "oauth2.token-url", "https://oauth2.googleapis.com/token"),
              "Make an internal OAuth client, and a refresh token for https://mail.google.com/ as"
                  + " the mailbox's user."),
          new MailboxPreset(
              "fastmail",
              "Fastmail",
              Map.of("host", "imap.fastmail.com"),
              "Make an app password for IMAP under Privacy & Security; the user is the whole"
                  + " address."));

  MailboxPreset {
    settings = Map.copyOf(settings);
  }

  /**
   * The one of an address; null if it says nothing.
   *
   * @throws jakarta.ws.rs.BadRequestException if it is the word of none
   */
  static @Nullable MailboxPreset of(@Nullable String wire) {
    return AddressWords.one("preset", wire, ALL, MailboxPreset::wire).orElse(null);
  }

  static List<Tab> tabs(@Nullable MailboxPreset current) {
    List<Tab> tabs = new ArrayList<>();
    tabs.add(new Tab("Any server", "/settings/mailboxes#add", current == null));
    for (MailboxPreset one : ALL) {
      tabs.add(
          new Tab(
              one.title(),
              "/settings/mailboxes?preset=" + one.wire() + "#add",
              one.equals(current)));
    }
    return tabs;
  }
}
