-- Failure reports and TLS reports. What pages show comes from the totals by incident and day, and
-- from the totals by day; no page reads single reports in bulk.

create sequence failure_report_id;
create sequence failure_incident_id;
create sequence tls_report_id;

-- What kind of report a document was; null for what was none, or came before this.
alter table intake_document add column kind text check (kind in ('aggregate', 'failure', 'tls'));
update intake_document set kind = 'failure'
where outcome = 'rejected' and reason like 'Failure report: kept%';
update intake_document set kind = 'tls'
where outcome = 'rejected' and reason like 'TLS report: kept%';
-- The subject of a failure report often repeats that of a private message.
update intake_log set name = 'failure report'
where id in (select intake_id from intake_document where kind = 'failure');

create table failure_incident (
  domain_id bigint not null references domain,
  id bigint not null,
  cause text not null,
  feedback_type text not null,
  failures text[] not null,
  source_ip inet,
  from_domain text,
  mail_from_domain text,
  dkim_domain text,
  dkim_selector text,
  identity_alignment text,
  first_at timestamptz not null,
  last_at timestamptz not null,
  reports bigint not null,
  kept bigint not null,
  primary key (domain_id, id),
  unique (domain_id, cause)
);
comment on table failure_incident is
  'Failure reports with one cause: the same kind of failure, from one source, as one author domain';
comment on column failure_incident.kept is 'Of them, those whose content is kept; the others are only counted';
create index failure_incident_newest on failure_incident (domain_id, last_at desc);
create index failure_incident_source on failure_incident (domain_id, source_ip);

create table failure_day (
  domain_id bigint not null,
  incident_id bigint not null,
  day date not null,
  reports bigint not null,
  kept bigint not null,
  primary key (domain_id, incident_id, day)
);
create index failure_day_newest on failure_day (domain_id, day desc);

create table failure_report (
  domain_id bigint not null references domain,
  id bigint not null,
  digest bytea not null,
  incident_id bigint not null,
  day date not null,
  arrived_at timestamptz not null,
  intake_id bigint not null,
  member text not null,
  detail jsonb,
  primary key (domain_id, id),
  unique (domain_id, digest)
);
comment on table failure_report is 'Every failure report; of a flood only so many a day with their content';
comment on column failure_report.detail is 'What it says, unmasked; null if it is only counted';
create index failure_report_of_incident on failure_report (domain_id, incident_id, arrived_at desc);
create index failure_report_by_intake on failure_report (intake_id);
create index failure_report_by_day on failure_report (domain_id, day);

create table pseudonym_key (
  id integer primary key check (id = 1),
  secret bytea not null
);
comment on table pseudonym_key is 'What addresses and subjects are masked by: one secret of this installation';
insert into pseudonym_key
values (1, sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')));

create table tls_report (
  domain_id bigint not null references domain,
  id bigint not null,
  reporter text not null,
  report_id text not null,
  begin_at timestamptz not null,
  end_at timestamptz not null,
  day date not null,
  contact text,
  content_sha256 bytea not null,
  success bigint not null,
  failure bigint not null,
  policies jsonb not null,
  repairs jsonb not null,
  intake_id bigint not null,
  member text not null,
  received_at timestamptz not null,
  primary key (domain_id, id),
  unique (domain_id, reporter, report_id, begin_at, end_at)
);
comment on column tls_report.policies is 'Those of this domain, with their failures';
create index tls_report_by_day on tls_report (domain_id, day desc, id desc);
create index tls_report_failing on tls_report (domain_id, day desc, id desc) where failure > 0;
create index tls_report_by_intake on tls_report (intake_id);

create table tls_day (
  domain_id bigint not null,
  day date not null,
  policy_type text not null,
  reports bigint not null,
  success bigint not null,
  failure bigint not null,
  primary key (domain_id, day, policy_type)
);

create table tls_failure_day (
  domain_id bigint not null,
  day date not null,
  policy_type text not null,
  result_type text not null,
  receiving_mx text not null,
  sessions bigint not null,
  primary key (domain_id, day, policy_type, result_type, receiving_mx)
);
comment on column tls_failure_day.receiving_mx is 'Empty if the report does not say it';
