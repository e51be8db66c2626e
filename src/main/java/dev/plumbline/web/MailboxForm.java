package dev.plumbline.web;

import dev.plumbline.intake.Mailboxes;
import java.util.HashMap;
import java.util.Map;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** What is typed about a mailbox. */
public class MailboxForm {

  @RestForm("name")
  @Nullable String name;

  @RestForm("host")
  @Nullable String host;

  @RestForm("port")
  @Nullable String port;

  @RestForm("tls")
  @Nullable String tls;

  @RestForm("user")
  @Nullable String user;

  @RestForm("mailbox_password")
  @Nullable String password;

  @RestForm("token_url")
  @Nullable String tokenUrl;

  @RestForm("client_id")
  @Nullable String clientId;

  @RestForm("client_secret")
  @Nullable String clientSecret;

  @RestForm("refresh_token")
  @Nullable String refreshToken;

  @RestForm("scope")
  @Nullable String scope;

  @RestForm("folder")
  @Nullable String folder;

  @RestForm("done_folder")
  @Nullable String doneFolder;

  @RestForm("not_a_report_folder")
  @Nullable String notAReportFolder;

  @RestForm("rejected_folder")
  @Nullable String rejectedFolder;

  @RestForm("what_becomes")
  @Nullable String after;

  @RestForm("no_idle")
  @Nullable String noIdle;

  @RestForm("interval")
  @Nullable String interval;

  Mailboxes.Wish wish(String called) {
    Map<String, String> settings = new HashMap<>();
    put(settings, "host", host);
    put(settings, "port", port);
    put(settings, "tls", tls);
    put(settings, "user", user);
    put(settings, "oauth2.token-url", tokenUrl);
    put(settings, "oauth2.client-id", clientId);
    put(settings, "oauth2.scope", scope);
    put(settings, "folder", folder);
    put(settings, "done-folder", doneFolder);
    put(settings, "not-a-report-folder", notAReportFolder);
    put(settings, "rejected-folder", rejectedFolder);
    put(settings, "after", after);
    put(settings, "idle", noIdle == null ? null : "false");
    put(settings, "interval", interval);
    Map<String, String> secrets = new HashMap<>();
    put(secrets, "password", password);
    put(secrets, "oauth2.client-secret", clientSecret);
    put(secrets, "oauth2.refresh-token", refreshToken);
    return new Mailboxes.Wish(called, settings, secrets);
  }

  private static void put(Map<String, String> into, String name, @Nullable String text) {
    if (text != null && !text.isBlank()) {
      into.put(name, text);
    }
  }
}
