-- Who gets a digest by mail, and which of them went out.

create table digest (
  id bigint generated always as identity primary key,
  address text not null,
  person_id bigint references person on delete cascade,
  domains text[],
  domain_groups text[] not null default '{}',
  rhythm text not null check (rhythm in ('daily', 'weekly', 'monthly')),
  day int not null check (day between 1 and 28),
  hour int not null check (hour between 0 and 23),
  zone text not null,
  key text not null unique,
  created_at timestamptz not null,
  ended_at timestamptz,
  ended_by text
);
comment on column digest.person_id is
  'Whose it is: it tells of no domain that they may not see; null if an administrator or a command made it';
comment on column digest.domains is
  'Is about these domains and those below them, beside those of the groups; null for all';
comment on column digest.day is 'Of the week, Monday is 1, or of the month; 1 for daily ones';
comment on column digest.key is 'By which it is ended from the mail itself, without signing in';

create table digest_mail (
  id bigint generated always as identity primary key,
  digest_id bigint not null references digest on delete cascade,
  period text not null,
  state text not null
    check (state in ('waiting', 'sending', 'handed', 'sent', 'refused', 'unsure', 'ended')),
  due_at timestamptz not null,
  next_at timestamptz not null,
  attempts int not null default 0,
  held_until timestamptz,
  subject text,
  sent_at timestamptz,
  problem text,
  unique (digest_id, period)
);
comment on table digest_mail is
  'One mail for each digest and period, whatever the number of processes: handed from just before the server is told that the mail ends';
create index digest_mail_open on digest_mail (next_at) where state in ('waiting', 'sending', 'handed');
