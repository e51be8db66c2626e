-- A round of re-checks that finds what the one before found writes next to nothing. When something
-- was last checked follows from when its domain was, as long as it is among what each round checks.

alter table domain add column dns_checked_from date;
comment on column domain.dns_checked_at is
  'When DNS was last asked about everything; noted now and then while nothing changes';
comment on column domain.dns_checked_from is
  'Sources seen since this day were checked then';

comment on column source_check.checked_at is
  'When it was last written; it holds as of domain.dns_checked_at if the source was checked then';
comment on column dkim_key.checked_at is 'When it was last written';
comment on column author_domain.checked_at is 'When it was last written';
comment on column reverse_name.checked_at is 'When it was last written';

-- Each name is asked for once a day, at a time that follows from its address.
alter table reverse_name drop column expires_at;

alter table dns_record add column held boolean not null default false;
comment on column dns_record.held is
  'Whether the last round found it: then it was last seen at domain.dns_checked_at';
update dns_record r set held = true
where not exists (
  select from dns_record newer
  where newer.domain_id = r.domain_id and newer.name = r.name and newer.type = r.type
    and newer.first_seen > r.first_seen);
