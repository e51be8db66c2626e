-- Every primary and unique key of a large table begins with domain_id, so that the same schema can
-- be distributed by it. Times are UTC instants; a day is the UTC day of a report's begin.

create table domain (
  id bigint generated always as identity primary key,
  name text not null unique,
  created_at timestamptz not null,
  -- From DNS, in the background; null until first known (RFC 9989 section 4.10).
  organizational_domain text,
  dmarc_record text,
  adkim text not null default 'r' check (adkim in ('r', 's')),
  aspf text not null default 'r' check (aspf in ('r', 's')),
  spf_record text,
  dns_checked_at timestamptz
);
comment on table domain is 'A monitored domain: a policy domain whose reports are kept';

create table reporter (
  id bigint generated always as identity primary key,
  key text not null unique,
  name text not null
);
comment on column reporter.key is 'org_name in lower case: what makes two spellings one reporter';

create table raw_payload (
  id bigint generated always as identity primary key,
  sha256 bytea not null unique,
  size_bytes bigint not null,
  encoding text not null check (encoding in ('identity', 'gzip')),
  content bytea not null,
  received_at timestamptz not null
);
comment on table raw_payload is 'Mails and files as received; size and sha256 are those before our compression';
alter table raw_payload alter column content set storage external;

create table intake_log (
  id bigint generated always as identity primary key,
  received_at timestamptz not null,
  channel text not null,
  name text not null,
  message_id text,
  raw_id bigint references raw_payload,
  outcome text not null
    check (outcome in ('stored', 'duplicate', 'not_a_report', 'rejected', 'try_again')),
  reason text not null,
  limit_name text
);
comment on column intake_log.channel is 'mailbox:NAME, folder, upload, rest or cli';
create index intake_log_received on intake_log (received_at desc, id desc);

create table report (
  domain_id bigint not null references domain,
  id bigint generated always as identity,
  reporter_id bigint not null references reporter,
  report_id text not null,
  begin_at timestamptz not null,
  end_at timestamptz not null,
  day date not null,
  format text not null,
  email text not null,
  extra_contact_info text,
  generator text,
  errors text[] not null,
  policy_p text,
  policy_sp text,
  policy_np text,
  policy_adkim text,
  policy_aspf text,
  policy_pct integer,
  policy_fo text,
  policy_testing boolean,
  policy_discovery_method text,
  row_count bigint not null,
  message_count bigint not null,
  pass_row_count bigint not null,
  pass_message_count bigint not null,
  partial boolean not null,
  repairs jsonb not null,
  content_sha256 bytea not null,
  raw_id bigint not null references raw_payload,
  member text not null,
  intake_id bigint not null references intake_log,
  received_at timestamptz not null,
  primary key (domain_id, id),
  unique (domain_id, reporter_id, report_id, begin_at, end_at)
);
comment on column report.content_sha256 is
  'Of what the report says, whatever container or layout it came in: tells a duplicate from a conflict';
create index report_by_day on report (domain_id, day desc, id desc);
create index report_by_intake on report (intake_id);

create table report_conflict (
  domain_id bigint not null,
  report_id bigint not null,
  content_sha256 bytea not null,
  raw_id bigint not null references raw_payload,
  member text not null,
  intake_id bigint not null references intake_log,
  row_count bigint not null,
  message_count bigint not null,
  received_at timestamptz not null,
  primary key (domain_id, report_id, content_sha256),
  -- Deferrable: reading a report again takes it away and puts it back under its number.
  foreign key (domain_id, report_id) references report (domain_id, id)
    deferrable initially deferred
);
comment on table report_conflict is 'Reports with the key of a stored one and other content; not counted';

create table intake_document (
  intake_id bigint not null references intake_log on delete cascade,
  position integer not null,
  member text not null,
  outcome text not null
    check (outcome in ('stored', 'duplicate', 'conflict', 'not_a_report', 'rejected')),
  reason text not null,
  limit_name text,
  domain_id bigint,
  report_id bigint,
  primary key (intake_id, position)
);
comment on table intake_document is 'What became of each document found in a message or file';
create index intake_document_by_report on intake_document (domain_id, report_id);

create table report_row (
  domain_id bigint not null,
  day date not null,
  report_id bigint not null,
  row_no integer not null,
  source_ip inet,
  messages bigint not null,
  disposition text,
  dkim_pass boolean not null,
  spf_pass boolean not null,
  header_from text not null,
  envelope_from text,
  envelope_to text,
  overrides jsonb not null,
  auth_dkim jsonb not null,
  auth_spf jsonb not null,
  primary key (domain_id, day, report_id, row_no)
) partition by range (day);
create index report_row_by_source on report_row (domain_id, source_ip, day);
create table report_row_other partition of report_row default;

create table daily_traffic (
  domain_id bigint not null,
  day date not null,
  report_id bigint not null,
  reporter_id bigint not null,
  source_ip inet,
  profile_id uuid not null,
  disposition text not null,
  dkim_pass boolean not null,
  spf_pass boolean not null,
  override_type text not null,
  rows bigint not null,
  messages bigint not null
) partition by range (day);
comment on table daily_traffic is
  'Totals the pages read, written with their rows. Kept by report, so that a report can be replaced and writers never wait for each other; a group may be split over several entries';
comment on column daily_traffic.override_type is
  'Types of policy_evaluated/reason, sorted and joined by commas, arc where the comment tells of a passing ARC chain; empty if there is none';
create index daily_traffic_by_report on daily_traffic (domain_id, day, report_id);
create index daily_traffic_by_source on daily_traffic (domain_id, source_ip, day);
create table daily_traffic_other partition of daily_traffic default;

create table auth_profile (
  domain_id bigint not null,
  id uuid not null,
  header_from text not null,
  primary key (domain_id, id)
);
comment on table auth_profile is
  'An author domain together with the set of identities that SPF and DKIM were checked for: a domain has few of them, whatever the number of its rows';
comment on column auth_profile.id is 'The beginning of the SHA-256 of what it stands for';

create table auth_identity (
  domain_id bigint not null,
  profile_id uuid not null,
  mechanism text not null check (mechanism in ('dkim', 'spf')),
  identity text not null,
  qualifier text not null,
  result text not null,
  primary key (domain_id, profile_id, mechanism, identity, qualifier, result)
);
comment on column auth_identity.identity is
  'dkim: the signing domain. spf: the domain checked, else envelope_from, else header_from';
comment on column auth_identity.qualifier is
  'dkim: the selector, or empty. spf: mfrom or helo as reported; assumed if identity is not from an SPF result';

create view daily_identity as
  select t.domain_id, t.day, t.source_ip, t.reporter_id, p.header_from, i.mechanism, i.identity,
    i.qualifier, i.result, t.dkim_pass or t.spf_pass as dmarc_pass, t.messages
  from daily_traffic t
  join auth_profile p on p.domain_id = t.domain_id and p.id = t.profile_id
  join auth_identity i on i.domain_id = t.domain_id and i.profile_id = t.profile_id;
comment on view daily_identity is 'Which domains the messages of a source were authenticated as';

-- Plausible months get partitions of their own. Absurd days, the future among them, share the
-- default partition, so that nobody can make us create thousands of tables.
create function month_partitions_missing(wanted date) returns boolean language sql stable as $$
  select wanted >= date '2012-01-01' and wanted < current_date + 62
    and to_regclass('daily_traffic_' || to_char(wanted, 'YYYY_MM')) is null
$$;

-- Attaching blocks neither readers nor writers of the other months, as CREATE TABLE ... PARTITION OF
-- would. Call it in a transaction that does nothing else.
create function ensure_month_partitions(wanted date) returns void language plpgsql as $$
declare
  first date := date_trunc('month', wanted)::date;
  next date := (first + interval '1 month')::date;
  parent text;
  child text;
begin
  perform pg_advisory_xact_lock(hashtext('month partitions'));
  if not month_partitions_missing(wanted) then
    return;
  end if;
  foreach parent in array array['report_row', 'daily_traffic'] loop
    child := parent || '_' || to_char(first, 'YYYY_MM');
    execute format('create table %I (like %I including all)', child, parent);
    -- Rows that came when this month was still the future.
    execute format(
      'with moved as (delete from %I where day >= %L and day < %L returning *)
       insert into %I select * from moved',
      parent || '_other', first, next, child);
    execute format('alter table %I attach partition %I for values from (%L) to (%L)',
      parent, child, first, next);
  end loop;
end $$;

create table mailbox_state (
  name text primary key,
  last_poll_at timestamptz,
  last_success_at timestamptz,
  last_error text,
  waiting_messages bigint,
  taken_messages bigint not null default 0
);
