-- Whose domain a report is about shows in DNS: the owner of a domain says where reports about it go. Kept
-- by name, since a report that only claims to be about a domain makes no row of it.
create table learnt_domain (
  name text primary key,
  leads_here boolean,
  asked_at timestamptz not null
);
comment on table learnt_domain is
  'Whether the DMARC record of a domain has reports sent to an address that is read here';
comment on column learnt_domain.leads_here is 'Null while DNS gives no answer';
create index learnt_domain_asked on learnt_domain (asked_at);
