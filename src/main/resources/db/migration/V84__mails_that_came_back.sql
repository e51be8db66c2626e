-- What mail servers said later of mails that one of them had taken (RFC 3464). Processes of the version before go on
-- sending by other names, which nobody looks for.
alter table digest_mail
  add column mail_key text not null default replace(gen_random_uuid()::text, '-', ''),
  add column bounced_at timestamptz,
  add column bounce_status text,
  add column bounce text;
alter table alert_post
  add column mail_key text not null default replace(gen_random_uuid()::text, '-', ''),
  add column bounced_at timestamptz,
  add column bounce_status text,
  add column bounce text;
comment on column digest_mail.mail_key is 'Part of its Message-ID, so that nobody can say it came back who never saw it';
comment on column digest_mail.bounced_at is 'When it was told that it came back; what was told last counts';
comment on column digest_mail.bounce_status is 'By RFC 3463: 5.x.x for good, 4.x.x given up; empty if none was told';
comment on column digest_mail.bounce is 'For whom it came back and what was said, as the other side told it';
