package dev.plumbline.intake.imap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FolderNamesTest {

  @Test
  void the_delimiter_is_the_servers() {
    assertThat(new FolderNames("", '/').onServer("Plumbline/Done")).isEqualTo("Plumbline/Done");
    assertThat(new FolderNames("", '.').onServer("Plumbline/Done")).isEqualTo("Plumbline.Done");
    assertThat(new FolderNames("", '\0').onServer("Plumbline/Done")).isEqualTo("Plumbline-Done");
  }

  @Test
  void the_prefix_of_the_personal_namespace_is_added_once() {
    FolderNames names = new FolderNames("INBOX.", '.');
    assertThat(names.onServer("Plumbline/Done")).isEqualTo("INBOX.Plumbline.Done");
    assertThat(names.onServer("INBOX.Plumbline.Done")).isEqualTo("INBOX.Plumbline.Done");
    assertThat(names.onServer("INBOX/Plumbline/Done")).isEqualTo("INBOX.Plumbline.Done");
    assertThat(names.onServer("Inbox/Done")).isEqualTo("Inbox.Done");
  }

  @Test
  void the_inbox_has_no_prefix() {
    assertThat(new FolderNames("INBOX.", '.').onServer("inbox")).isEqualTo("INBOX");
    assertThat(new FolderNames("#mh/", '/').onServer("INBOX")).isEqualTo("INBOX");
  }
}
