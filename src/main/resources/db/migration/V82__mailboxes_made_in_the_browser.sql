-- Mailboxes that an administrator made on a page; those of the configuration are not here.
create table mailbox (
  name text primary key,
  settings jsonb not null,
  secrets jsonb not null,
  active boolean not null,
  version bigint not null default 1,
  changed_at timestamptz not null,
  changed_by text not null
);
comment on table mailbox is 'Mailboxes made on a page; secrets are encrypted with a key that is not in the database';
comment on column mailbox.settings is 'By the names of plumbline.mailboxes.NAME.*; what is not there is as by default';
comment on column mailbox.version is 'Grows when it has to be read otherwise from now on';
