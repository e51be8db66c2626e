-- What people decided about senders, and what would authorize those that are not.

create table decision (
  id bigint generated always as identity primary key,
  domain_id bigint not null references domain,
  sender_key text not null,
  verdict text not null check (verdict in ('ours', 'not_ours', 'undecided')),
  owner text,
  purpose text,
  note text,
  due date,
  decided_by text not null,
  decided_at timestamptz not null
);
comment on table decision is 'Whose a sender is; the newest of a sender counts, older ones are its history';
create index decision_by_sender on decision (domain_id, sender_key, decided_at desc, id desc);

create table remedy (
  domain_id bigint not null references domain,
  sender_key text not null,
  standing text not null,
  remedy jsonb not null,
  tested_at timestamptz not null,
  primary key (domain_id, sender_key)
);
comment on column remedy.standing is 'What it is a remedy for; the judgement may have changed since';
comment on table remedy is 'Steps and tested records for senders that are not authorized, from the last re-check';
