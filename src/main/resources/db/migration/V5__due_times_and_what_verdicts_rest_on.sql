alter table domain add column dns_due_at timestamptz;
comment on column domain.dns_due_at is
  'When DNS is to be asked again, by the TTL of what it answered; null if it was never asked';
create index domain_by_due on domain (dns_due_at nulls first);

alter table source_check add column basis text;
comment on column source_check.basis is
  'SHA-256 of the DNS answers the verdict rests on, as far as it rests on nothing else; the same answers give the same verdict';
create index source_check_by_basis on source_check (domain_id, identity, basis);

alter table reverse_name add column expires_at timestamptz;
comment on column reverse_name.expires_at is 'Until when DNS need not be asked again';
