-- What was stored and what was taken away, in an order that others can follow: an entry gets its
-- position only after the transaction that made it was committed, so none ever appears before one
-- that somebody has read.

create table fresh_event (
  id bigint generated always as identity,
  stream text not null check (stream in ('reports', 'changes')),
  domain_id bigint not null,
  subject bigint not null,
  day date,
  removed boolean not null,
  primary key (domain_id, id)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000);
comment on table fresh_event is
  'Events without a position, written in the transaction of what happened; whoever reads the feed numbers them first, one at a time';

create sequence event_position;
create table event (
  domain_id bigint not null,
  stream text not null,
  position bigint not null,
  subject bigint not null,
  day date,
  removed boolean not null,
  primary key (domain_id, stream, position)
);
comment on table event is
  'The feed: what is stored now, each once, and what was taken away. A removal takes the place of all that was said of its subject before';
comment on column event.subject is 'The number of a report or of an entry of standing_change';
create index event_by_position on event (stream, position);
create index event_by_subject on event (domain_id, stream, subject, position);

create function note_reports() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into fresh_event (stream, domain_id, subject, day, removed)
    select 'reports', domain_id, id, day, false from written order by domain_id, id;
  else
    insert into fresh_event (stream, domain_id, subject, day, removed)
    select 'reports', domain_id, id, day, true from written order by domain_id, id;
  end if;
  return null;
end $$;
create trigger note_reports_stored after insert on report
  referencing new table as written for each statement execute function note_reports();
create trigger note_reports_removed after delete on report
  referencing old table as written for each statement execute function note_reports();

create function note_changes() returns trigger language plpgsql as $$
begin
  insert into fresh_event (stream, domain_id, subject, removed)
  select 'changes', domain_id, id, false from written order by id;
  return null;
end $$;
create trigger note_changes_added after insert on standing_change
  referencing new table as written for each statement execute function note_changes();

insert into event (domain_id, stream, position, subject, day, removed)
select domain_id, 'reports', nextval('event_position'), id, day, false
from (select domain_id, id, day from report order by received_at, domain_id, id) stored;
insert into event (domain_id, stream, position, subject, removed)
select domain_id, 'changes', nextval('event_position'), id, false
from (select domain_id, id from standing_change order by id) added;
