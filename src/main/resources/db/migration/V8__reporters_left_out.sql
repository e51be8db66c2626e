-- Whose mail brought a report in, and whether it could prove it.
alter table intake_log add column submitter text;
alter table intake_log add column submitter_check text
  check (submitter_check in ('pass', 'fail', 'none'));
comment on column intake_log.submitter is
  'The domain of From: of a mail; null if it was no mail';
comment on column intake_log.submitter_check is
  'By Authentication-Results of a trusted server: pass, fail, or none if no such field was there';

create table reporter_exclusion (
  id bigint generated always as identity primary key,
  reporter_id bigint not null references reporter,
  reason text not null,
  excluded_by text not null,
  excluded_at timestamptz not null,
  ended_by text,
  ended_at timestamptz
);
comment on table reporter_exclusion is
  'Reporters whose reports are kept but not counted, until ended_at';
create unique index reporter_exclusion_in_force on reporter_exclusion (reporter_id)
  where ended_at is null;

-- What the pages count. The list of exclusions is read once for a query, whatever its size.
create view counted_report as
  select * from report
  where reporter_id <> all (array(
    select reporter_id from reporter_exclusion where ended_at is null));

create view counted_traffic as
  select * from daily_traffic
  where reporter_id <> all (array(
    select reporter_id from reporter_exclusion where ended_at is null));

create or replace view daily_identity as
  select t.domain_id, t.day, t.source_ip, t.reporter_id, p.header_from, i.mechanism, i.identity,
    i.qualifier, i.result, t.dkim_pass or t.spf_pass as dmarc_pass, t.messages
  from counted_traffic t
  join auth_profile p on p.domain_id = t.domain_id and p.id = t.profile_id
  join auth_identity i on i.domain_id = t.domain_id and i.profile_id = t.profile_id;
