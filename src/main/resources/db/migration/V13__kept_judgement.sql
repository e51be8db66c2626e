-- The judgement of every domain, kept: where each source and sender stands, since when, and why.
-- Rows are rewritten only when they change.

create table source_standing (
  domain_id bigint not null references domain,
  source_ip inet not null,
  sender_key text not null,
  sender_name text not null,
  sender_kind text not null,
  sender_service text,
  evidence jsonb not null,
  standing text not null,
  reasons jsonb not null,
  fixed boolean not null,
  messages bigint not null,
  pass_messages bigint not null,
  dkim_messages bigint not null,
  spf_messages bigint not null,
  refused_messages bigint not null,
  stranger_messages bigint not null,
  first_seen date not null,
  last_seen date not null,
  since timestamptz not null,
  at_home boolean not null,
  direct boolean not null,
  partly_failing boolean not null,
  passing_on boolean not null,
  signed_today bigint not null,
  broken_spf text,
  signatures jsonb,
  kin text[] not null,
  shown text[] not null,
  signed_only text[] not null,
  primary key (domain_id, source_ip)
);
comment on table source_standing is
  'Every source ever seen. Figures are of the window of its domain, or, if it was not seen in that, of as many days up to its last one';
comment on column source_standing.since is 'When this standing began';
comment on column source_standing.stranger_messages is
  'Messages that pass SPF or DKIM for domains of its own';
comment on column source_standing.signatures is
  'Aligned signatures: with the columns beside it what the source contributes to the judgement of others; null if there are none';
comment on column source_standing.shown is
  'Keys of the senders that the connection shows, which no forwarder passes on';
comment on column source_standing.signed_only is
  'Keys of senders that nothing but a signature speaks for';
create index source_standing_by_sender on source_standing (domain_id, sender_key);
create index source_standing_by_day on source_standing (domain_id, last_seen);

create table sender_standing (
  domain_id bigint not null references domain,
  sender_key text not null,
  name text not null,
  kind text not null,
  service text,
  evidence jsonb not null,
  standing text not null,
  urgency smallint not null,
  reasons jsonb not null,
  messages bigint not null,
  pass_messages bigint not null,
  dkim_messages bigint not null,
  spf_messages bigint not null,
  refused_messages bigint not null,
  stranger_messages bigint not null,
  mended_messages bigint not null,
  sources integer not null,
  sources_ever integer not null,
  leading_source inet not null,
  first_seen date not null,
  last_seen date not null,
  since timestamptz not null,
  silent_since date,
  every_days integer,
  primary key (domain_id, sender_key)
);
comment on table sender_standing is
  'Figures are of its sources that were seen in the window; if none was, of those of its last days';
comment on column sender_standing.mended_messages is
  'Messages that were reported to fail, of sources that were fixed since';
comment on column sender_standing.silent_since is
  'Its last day, if it does not write any more; its standing is then the last one';
comment on column sender_standing.every_days is
  'How often a rare sender writes that was not seen in the window';
create index sender_standing_by_urgency on sender_standing
  (domain_id, (silent_since is not null), urgency, messages desc, sender_key);

create table domain_summary (
  domain_id bigint not null primary key references domain,
  judged_at timestamptz not null,
  rules_version integer not null,
  catalogue text not null,
  window_from date not null,
  window_to date not null,
  last_report_day date,
  silent_since date,
  to_fix integer not null,
  to_decide integer not null,
  to_wait integer not null,
  messages bigint not null,
  pass_messages bigint not null,
  own_messages bigint not null,
  own_failing bigint not null,
  losing_messages bigint not null,
  policy text,
  senders jsonb not null,
  findings jsonb not null,
  next_step jsonb not null,
  readiness jsonb not null,
  shared jsonb not null
);
comment on column domain_summary.judged_at is 'When this summary last changed';
comment on column domain_summary.rules_version is 'Of the rules by which the domain was judged';
comment on column domain_summary.catalogue is 'Stands for the catalogue by which senders were named';
comment on column domain_summary.losing_messages is
  'Messages of senders of the domain''s own that receivers refused of late';
comment on column domain_summary.policy is 'In force; null if that is not known';
comment on column domain_summary.shared is
  'What the judgement of every source rests on beside the source itself';

create sequence standing_change_id;
create table standing_change (
  domain_id bigint not null references domain,
  id bigint not null,
  at timestamptz not null,
  subject text not null check (subject in ('domain', 'sender')),
  sender_key text not null,
  sender_name text not null,
  what text not null,
  was text,
  became text,
  cause text not null,
  detail jsonb not null,
  primary key (domain_id, id)
);
comment on table standing_change is 'What changed in the judgement, when and because of what; rows are only added';
comment on column standing_change.sender_key is 'Empty for the domain as a whole';
create index standing_change_by_sender on standing_change (domain_id, sender_key, id desc);
create index standing_change_by_time on standing_change (at desc, id desc);

create table judging (
  domain_id bigint not null references domain,
  wanted_at timestamptz not null default clock_timestamp(),
  cause text not null,
  days date[] not null default '{}',
  reports bigint[] not null default '{}',
  sources inet[],
  sender_key text,
  detail text
);
comment on table judging is
  'Domains that wait to be judged, written in the transaction of the cause; without a unique key, so that writers never wait for each other';
comment on column judging.sources is 'The sources it is about, beside those of the reports; null if it may be about all';
create index judging_by_domain on judging (domain_id, wanted_at);
