-- Mail is taken in, but the server will not have it moved, or does not give one of the messages.
alter table mailbox_state
  add column cannot_tidy text,
  add column set_aside text;
comment on column mailbox_state.cannot_tidy is 'Why messages that were taken in stay in the inbox';
comment on column mailbox_state.set_aside is 'Why a message could not be fetched';
