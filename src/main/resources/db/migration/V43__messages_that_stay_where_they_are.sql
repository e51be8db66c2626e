-- What the server of a mailbox will not have moved is not taken in again after a restart.
create table mailbox_left (
  mailbox text not null,
  uid_validity bigint not null,
  uid bigint not null,
  outcome text not null,
  primary key (mailbox, uid_validity, uid)
);
comment on table mailbox_left is
  'Messages that were taken in and could not be put away, by their numbers on the server';
