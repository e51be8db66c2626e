-- Mails that somebody sends to an address made for it, to see what a receiver makes of them.
create table test_mail (
  token text primary key,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  made_by text not null,
  channel text,
  came_at timestamptz,
  content bytea,
  told jsonb,
  told_at timestamptz
);
comment on table test_mail is 'Addresses made for one test mail each, the mail that came, and what a receiver makes of it';

create index test_mail_to_verify on test_mail (came_at) where came_at is not null and told is null;
