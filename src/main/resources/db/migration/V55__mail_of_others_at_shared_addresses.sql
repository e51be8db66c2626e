-- What other customers of a service sent from an address that sends for the domain too, and what
-- receivers say of an address that others of its name are judged by.
alter table source_standing add column others_messages bigint not null default 0;
alter table source_standing add column others_profiles uuid[] not null default '{}';
alter table source_standing add column called_forwarder boolean not null default false;
comment on column source_standing.others_messages is
  'Messages that other customers of the same service sent from the address';
comment on column source_standing.others_profiles is 'The profiles of these messages';
comment on column source_standing.called_forwarder is
  'Whether receivers say that it passes mail on';
