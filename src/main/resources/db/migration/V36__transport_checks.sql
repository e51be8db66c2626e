-- What a domain published about its transport security when it was last asked for.
create table transport_check (
  domain_id bigint primary key references domain,
  checked_at timestamptz not null,
  published jsonb not null
);
comment on table transport_check is 'MTA-STS, TLSA, TLS-RPT and MX of a domain as they were last asked for';

-- Examples of an incident are found without passing those that were only counted.
create index failure_report_kept on failure_report (domain_id, incident_id, arrived_at desc)
  where detail is not null;

-- The reporter as it writes itself; its key is in lower case.
alter table tls_report add column reporter_name text;
