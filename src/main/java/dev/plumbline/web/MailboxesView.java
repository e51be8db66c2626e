package dev.plumbline.web;

import dev.plumbline.intake.Mailboxes;
import dev.plumbline.intake.WrittenMailbox;
import dev.plumbline.store.settings.KeptMailbox;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The page of mailboxes.
 *
 * @param said what just happened, null if nothing did
 * @param findings of the mailbox that was just tried
 */
public record MailboxesView(
    List<Tab> tabs,
    @Nullable String said,
    String saidCss,
    List<IntakeView.Found> findings,
    List<Line> mailboxes,
    List<Tab> presets,
    @Nullable String advice,
    Form fresh) {

  public MailboxesView {
    tabs = List.copyOf(tabs);
    findings = List.copyOf(findings);
    mailboxes = List.copyOf(mailboxes);
    presets = List.copyOf(presets);
  }

  /**
   * One mailbox.
   *
   * @param form to change it, null if the configuration alone can
   */
  public record Line(
      String name,
      String state,
      String css,
      String text,
      String where,
      boolean active,
      @Nullable Form form) {}

  /**
   * The fields of a mailbox; secrets are never among them.
   *
   * @param id makes the names of its fields differ from those of other forms
   * @param open whether it is unfolded
   * @param sealed the secrets that are known
   */
  public record Form(
      String id, String name, boolean open, Map<String, String> values, List<String> sealed) {

    public Form {
      values = Map.copyOf(values);
      sealed = List.copyOf(sealed);
    }

    static Form of(KeptMailbox one, boolean open) {
      return new Form(
          one.name(), one.name(), open, one.settings(), List.copyOf(one.sealed().keySet()));
    }

    /** As it was typed. */
    static Form of(String id, Mailboxes.Wish wish, List<String> sealed) {
      return new Form(id, wish.name(), true, wish.settings(), sealed);
    }

    private String text(String name) {
      return WrittenMailbox.value(values, name);
    }

    public String host() {
      return text("host");
    }

    public String port() {
      return text("port");
    }

    public String tls() {
      return text("tls");
    }

    public String user() {
      return text("user");
    }

    public String tokenUrl() {
      return text("oauth2.token-url");
    }

    public String clientId() {
      return text("oauth2.client-id");
    }

    public String scope() {
      return text("oauth2.scope");
    }

    public String folder() {
      return text("folder");
    }

    public String doneFolder() {
      return text("done-folder");
    }

    public String notAReportFolder() {
      return text("not-a-report-folder");
    }

    public String rejectedFolder() {
      return text("rejected-folder");
    }

    public String after() {
      return text("after");
    }

    public String interval() {
      return text("interval");
    }

    public boolean isIdle() {
      return !text("idle").equals("false");
    }

    public boolean isTokens() {
      return !tokenUrl().isEmpty();
    }

    /** What stands in a field whose secret is known, or is not. */
    public String passwordHint() {
      return hint("password");
    }

    public String clientSecretHint() {
      return hint("oauth2.client-secret");
    }

    public String refreshTokenHint() {
      return hint("oauth2.refresh-token");
    }

    private String hint(String secret) {
      return sealed.contains(secret) ? "known; empty leaves it as it is" : "";
    }
  }
}
