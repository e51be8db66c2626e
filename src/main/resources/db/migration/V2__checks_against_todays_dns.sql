-- What DNS says now about the sources and domains, filled in the background by re-checks.

create table source_check (
  domain_id bigint not null references domain,
  ip inet not null,
  identity text not null,
  result text not null,
  term text,
  path text[] not null,
  lookups integer not null,
  void_lookups integer not null,
  explanation text,
  problem text,
  aligned boolean not null,
  trace jsonb not null,
  checked_at timestamptz not null,
  since timestamptz not null,
  unknown_since timestamptz,
  primary key (domain_id, ip, identity)
);
comment on table source_check is
  'SPF of a source evaluated for an envelope domain of its rows (or the monitored domain itself)';
comment on column source_check.since is 'When this result was first seen; earlier ones are in the history';
comment on column source_check.unknown_since is
  'Since when DNS gave no answer; the columns then hold the last known verdict';

create table source_check_history (
  domain_id bigint not null references domain,
  ip inet not null,
  identity text not null,
  since timestamptz not null,
  result text not null,
  term text,
  path text[] not null,
  primary key (domain_id, ip, identity, since)
);

create table reverse_name (
  domain_id bigint not null references domain,
  ip inet not null,
  name text,
  confirmed boolean not null,
  checked_at timestamptz not null,
  primary key (domain_id, ip)
);
comment on column reverse_name.confirmed is 'Whether the name leads back to the address';

create table dkim_key (
  domain_id bigint not null references domain,
  signing_domain text not null,
  selector text not null,
  state text not null,
  detail text not null,
  checked_at timestamptz not null,
  since timestamptz not null,
  unknown_since timestamptz,
  primary key (domain_id, signing_domain, selector)
);

create table dns_record (
  domain_id bigint not null references domain,
  name text not null,
  type text not null,
  first_seen timestamptz not null,
  last_seen timestamptz not null,
  texts text[] not null,
  primary key (domain_id, name, type, first_seen)
);
comment on table dns_record is
  'Record sets of a monitored domain and how they changed: the newest by first_seen is today''s; no texts means no record';
