-- How many domains a reporter told of took as long to count as everything else about all reporters: one row of each
-- pair of a domain and a reporter stands for it now.

alter table reporter_use add column leads boolean not null default false;
comment on column reporter_use.leads is
  'Of the rows of a domain and a reporter, exactly one';

create view open_reporter_use as
  select n.domain_id, r.reporter_id, left(lower(r.email), 320) as email,
    left(r.submitter, 320) as submitter, r.submitter_check, r.message_count as messages, r.day
  from open_report n
  cross join lateral (
    select * from report where domain_id = n.domain_id and id = n.report_id offset 0) r
  where (not exists (select from open_day)
      or not exists (select from open_day o where o.domain_id = n.domain_id))
  union all
  select o.domain_id, r.reporter_id, left(lower(r.email), 320), left(r.submitter, 320),
    r.submitter_check, r.message_count, r.day
  from (select distinct domain_id from open_day) o
  cross join lateral (select * from report where domain_id = o.domain_id offset 0) r;
comment on view open_reporter_use is
  'What reporter_use does not hold yet: that of open reports, and of domains with open days in place of what it holds of them';

create or replace view every_reporter_use as
  select u.* from reporter_use u
  where (not exists (select from open_day)
      or not exists (select from open_day o where o.domain_id = u.domain_id))
  union all
  select domain_id, reporter_id, email, submitter, submitter_check, 1, messages, day, day, false
  from open_reporter_use;

lock table open_report, open_day in exclusive mode;
update reporter_use u set leads = not exists (
  select from reporter_use o
  where o.domain_id = u.domain_id and o.reporter_id = u.reporter_id
    and (o.email, o.submitter is null, coalesce(o.submitter, ''), o.submitter_check is null,
        coalesce(o.submitter_check, ''))
      < (u.email, u.submitter is null, coalesce(u.submitter, ''), u.submitter_check is null,
        coalesce(u.submitter_check, '')));
