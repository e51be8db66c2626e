create table author_domain (
  domain_id bigint not null references domain,
  name text not null,
  name_exists boolean not null,
  dmarc_record text,
  checked_at timestamptz not null,
  primary key (domain_id, name)
);
comment on table author_domain is
  'What DNS says of the names in From: fields that were reported for a domain';
comment on column author_domain.name_exists is
  'False if DNS answers NXDOMAIN, so that np counts (RFC 9989 section 3.2.13)';
comment on column author_domain.dmarc_record is 'A DMARC record of the name itself, null if it has none';
