-- Who may ask, for what, and what they did. Passwords, links and tokens are kept as hashes only.

create function in_scope(name text, scope text[]) returns boolean
language sql immutable parallel safe as $$
  select scope is null or exists (
    select from unnest(scope) s (domain)
    where name = s.domain or right(name, length(s.domain) + 1) = '.' || s.domain)
$$;
comment on function in_scope is
  'Whether a domain is one of those somebody may see, or below one; null stands for all domains';

create table person (
  id bigint generated always as identity primary key,
  login text not null unique,
  name text not null,
  role text not null check (role in ('viewer', 'analyst', 'administrator')),
  unmask boolean not null,
  domains text[],
  domain_groups text[] not null default '{}',
  password text,
  totp_secret bytea,
  totp_last_step bigint,
  provider_subject text unique,
  created_at timestamptz not null,
  disabled_at timestamptz,
  constraint administrators_see_all check (role <> 'administrator' or domains is null)
);
comment on column person.login is 'An email address in lower case, its domain in A-labels, or any other word';
comment on column person.unmask is 'May see the addresses in failure reports';
comment on column person.domains is
  'May see these domains and those below them, beside those of the groups; null for all';
comment on column person.provider_subject is 'Who it is at the OpenID provider: issuer and subject';

create table domain_group (
  name text primary key,
  domains text[] not null
);
comment on table domain_group is 'Domains that people and tokens are limited to by one word';

create table session (
  key_hash bytea primary key,
  person_id bigint not null references person,
  started_at timestamptz not null,
  seen_at timestamptz not null,
  address text not null,
  agent text not null
);
comment on table session is 'Who is signed in; a row that is gone is a cookie that is dead';
create index session_by_person on session (person_id);

create table one_time_link (
  key_hash bytea primary key,
  person_id bigint references person,
  created_at timestamptz not null,
  ends_at timestamptz not null,
  used_at timestamptz
);
comment on column one_time_link.person_id is 'Whose password it sets; null makes the first administrator';

create table api_token (
  id bigint generated always as identity primary key,
  key_hash bytea not null unique,
  name text not null,
  person_id bigint references person,
  rights text[] not null,
  domains text[],
  domain_groups text[] not null default '{}',
  created_at timestamptz not null,
  ends_at timestamptz,
  revoked_at timestamptz,
  used_at timestamptz,
  used_from text
);
comment on column api_token.person_id is
  'Whose it is: it may do nothing that they may not; null if it was made by a command';

create table audit (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  who text not null,
  address text not null,
  action text not null,
  subject text not null,
  domain text,
  before jsonb,
  after jsonb
);
comment on table audit is 'What people and programs did; rows are added, and never changed or taken away';
create index audit_by_time on audit (at desc, id desc);

create function keep_audit() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log is only ever added to';
end
$$;
create trigger audit_is_only_added_to before update or delete on audit
  for each row execute function keep_audit();
create trigger audit_is_not_emptied before truncate on audit
  for each statement execute function keep_audit();
