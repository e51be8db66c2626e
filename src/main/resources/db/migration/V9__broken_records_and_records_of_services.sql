alter table source_check add column meant text;
comment on column source_check.meant is
  'With a permanent error: the term that would have let the address pass, were the mistakes passed over';

create table source_service (
  domain_id bigint not null references domain,
  ip inet not null,
  spf_record text not null,
  primary key (domain_id, ip)
);
comment on table source_service is
  'Sources that a catalogued service lists in the SPF record it publishes for customers to include';

-- A sender can stand otherwise in another period, and needs another remedy then.
alter table remedy drop constraint remedy_pkey;
alter table remedy add primary key (domain_id, sender_key, standing);
