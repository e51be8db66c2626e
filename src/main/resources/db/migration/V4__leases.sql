create table lease (
  name text primary key,
  holder text not null,
  expires_at timestamptz not null
);
comment on table lease is
  'What one process at a time may do; the database''s clock decides when a lease has run out';

alter table mailbox_state
  add column next_poll_at timestamptz,
  add column watched boolean not null default false,
  add column reader text;
comment on column mailbox_state.watched is 'The server tells of new mail at once (IMAP IDLE)';
comment on column mailbox_state.reader is 'The process that reads it, as HOST:PID';
