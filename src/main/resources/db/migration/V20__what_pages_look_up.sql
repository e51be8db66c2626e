-- What pages look up, without reading all reports, rows or entries of the intake log.

-- Of an expression, so that it serves the newest day of all and is never taken for another query.
create index report_newest on report ((day + 0));
create index report_by_reporter on report (domain_id, reporter_id, day desc, id desc);
create index report_by_report_id on report (domain_id, report_id text_pattern_ops);

-- Who reported at all, and what of; a row for each way a reporter shows itself.
create table reporter_use (
  domain_id bigint not null,
  reporter_id bigint not null,
  email text not null,
  submitter text,
  submitter_check text,
  reports bigint not null,
  messages bigint not null,
  first_day date not null,
  last_day date not null,
  constraint reporter_use_key unique nulls not distinct
    (domain_id, reporter_id, email, submitter, submitter_check)
) with (fillfactor = 80);
comment on table reporter_use is 'Folded of all reports; of a domain with open days it does not count';

create table profile_use (
  domain_id bigint not null,
  reporter_id bigint not null,
  profile_id uuid not null,
  messages bigint not null,
  first_day date not null,
  last_day date not null,
  primary key (domain_id, profile_id, reporter_id)
) with (fillfactor = 80);
comment on table profile_use is
  'What SPF and DKIM were ever checked for, and when; folded like reporter_use';

create table policy_day (
  domain_id bigint not null,
  reporter_id bigint not null,
  day date not null,
  p text,
  sp text,
  np text,
  adkim text,
  aspf text,
  pct integer,
  testing boolean,
  begin_at timestamptz not null,
  end_at timestamptz not null,
  reports bigint not null,
  messages bigint not null,
  constraint policy_day_key unique nulls not distinct
    (domain_id, day, reporter_id, p, sp, np, adkim, aspf, pct, testing)
) with (fillfactor = 90);
comment on table policy_day is
  'The policies that reporters saw, folded by day; begin and end are those of the earliest and the latest report';

-- Exact at every moment, as the views by day are. An open day or domain is looked up for itself
-- (offset 0 keeps it so): whatever the planner believes of tables that come and go within seconds, it
-- begins with the days that are open, and ends there if there are none.

create view every_policy_day as
  select d.* from policy_day d
  where not exists (select from open_day o where o.domain_id = d.domain_id and o.day = d.day)
  union all
  select r.domain_id, r.reporter_id, r.day, left(r.policy_p, 40), left(r.policy_sp, 40),
    left(r.policy_np, 40), left(r.policy_adkim, 40), left(r.policy_aspf, 40), r.policy_pct,
    r.policy_testing, r.begin_at, r.end_at, 1, r.message_count
  from open_report n join report r on r.domain_id = n.domain_id and r.id = n.report_id
  where not exists (select from open_day o where o.domain_id = n.domain_id and o.day = n.day)
  union all
  select o.domain_id, r.reporter_id, o.day, left(r.policy_p, 40), left(r.policy_sp, 40),
    left(r.policy_np, 40), left(r.policy_adkim, 40), left(r.policy_aspf, 40), r.policy_pct,
    r.policy_testing, r.begin_at, r.end_at, 1, r.message_count
  from (select distinct domain_id, day from open_day) o
  cross join lateral (
    select * from report where domain_id = o.domain_id and day = o.day offset 0) r;

create view every_reporter_use as
  select u.* from reporter_use u
  where not exists (select from open_day o where o.domain_id = u.domain_id)
  union all
  select r.domain_id, r.reporter_id, left(lower(r.email), 320), left(r.submitter, 320),
    r.submitter_check, 1, r.message_count, r.day, r.day
  from open_report n join report r on r.domain_id = n.domain_id and r.id = n.report_id
  where not exists (select from open_day o where o.domain_id = n.domain_id)
  union all
  select o.domain_id, r.reporter_id, left(lower(r.email), 320), left(r.submitter, 320),
    r.submitter_check, 1, r.message_count, r.day, r.day
  from (select distinct domain_id from open_day) o
  cross join lateral (select * from report where domain_id = o.domain_id offset 0) r;

create view every_profile_use as
  select u.* from profile_use u
  where not exists (select from open_day o where o.domain_id = u.domain_id)
  union all
  select n.domain_id, t.reporter_id, t.profile_id, t.messages, t.day, t.day
  from open_report n
  cross join lateral (
    select * from daily_traffic
    where domain_id = n.domain_id and day = n.day and report_id = n.report_id offset 0) t
  where not exists (select from open_day o where o.domain_id = n.domain_id)
  union all
  select o.domain_id, t.reporter_id, t.profile_id, t.messages, t.day, t.day
  from (select distinct domain_id from open_day) o
  cross join lateral (select * from daily_traffic where domain_id = o.domain_id offset 0) t;

create view open_day_report as
  select o.domain_id, r.reporter_id, o.day, 1::bigint as reports, t.messages, t.pass, t.dkim, t.spf,
    t.quarantined, t.rejected
  from (select distinct domain_id, day from open_day) o
  cross join lateral (
    select reporter_id, id from report where domain_id = o.domain_id and day = o.day offset 0) r
  cross join lateral (
    select coalesce(sum(messages), 0)::bigint as messages,
      coalesce(sum(messages) filter (where dkim_pass or spf_pass), 0)::bigint as pass,
      coalesce(sum(messages) filter (where dkim_pass), 0)::bigint as dkim,
      coalesce(sum(messages) filter (where spf_pass), 0)::bigint as spf,
      coalesce(sum(messages) filter (where disposition = 'quarantine'), 0)::bigint as quarantined,
      coalesce(sum(messages) filter (where disposition = 'reject'), 0)::bigint as rejected
    from daily_traffic d
    where d.domain_id = o.domain_id and d.day = o.day and d.report_id = r.id) t;

create view every_day_reporter as
  select d.* from day_reporter d
  where not exists (select from open_day o where o.domain_id = d.domain_id and o.day = d.day)
  union all
  select n.domain_id, n.reporter_id, n.day, 1, n.messages, n.pass, n.dkim, n.spf, n.quarantined,
    n.rejected
  from open_report n
  where not exists (select from open_day o where o.domain_id = n.domain_id and o.day = n.day)
  union all
  select * from open_day_report;

create view every_day as
  select d.* from day_domain d
  where not exists (select from open_day o where o.domain_id = d.domain_id and o.day = d.day)
  union all
  select n.domain_id, n.day, 1, n.messages, n.pass, n.dkim, n.spf, n.quarantined, n.rejected
  from open_report n
  where not exists (select from open_day o where o.domain_id = n.domain_id and o.day = n.day)
  union all
  select domain_id, day, reports, messages, pass, dkim, spf, quarantined, rejected
  from open_day_report;

create or replace view counted_day_reporter as
  select * from every_day_reporter
  where reporter_id <> all(array(
    select reporter_id from reporter_exclusion where ended_at is null));

create or replace view counted_day as
  select * from every_day
  union all
  select d.domain_id, d.day, -d.reports, -d.messages, -d.pass, -d.dkim, -d.spf, -d.quarantined,
    -d.rejected
  from every_day_reporter d
  where exists (select from reporter_exclusion where ended_at is null)
    and d.reporter_id = any(array(
      select reporter_id from reporter_exclusion where ended_at is null));

create or replace view counted_day_source as
  select s.domain_id, s.day, s.source_ip, s.disposition, s.dkim_pass, s.spf_pass, s.rows, s.messages
  from day_source s
  where not exists (select from open_day o where o.domain_id = s.domain_id and o.day = s.day)
  union all
  select t.domain_id, t.day, t.source_ip, usual_disposition(t.disposition), t.dkim_pass, t.spf_pass,
    t.rows, t.messages
  from open_report n
  join daily_traffic t
    on t.domain_id = n.domain_id and t.day = n.day and t.report_id = n.report_id
  where not exists (select from open_day o where o.domain_id = n.domain_id and o.day = n.day)
    and exists (select from open_report)
  union all
  -- Not offset 0 here, so that a source is looked up by its index.
  select t.domain_id, t.day, t.source_ip, usual_disposition(t.disposition), t.dkim_pass, t.spf_pass,
    t.rows, t.messages
  from (select distinct domain_id, day from open_day) o
  join daily_traffic t on t.domain_id = o.domain_id and t.day = o.day
  where exists (select from open_day)
  union all
  select t.domain_id, t.day, t.source_ip, usual_disposition(t.disposition), t.dkim_pass, t.spf_pass,
    -t.rows, -t.messages
  from daily_traffic t
  where exists (select from reporter_exclusion where ended_at is null)
    and t.reporter_id = any(array(
      select reporter_id from reporter_exclusion where ended_at is null));

-- What is folded already lacks what is new here.
insert into open_day (domain_id, day) select distinct domain_id, day from report
except select domain_id, day from open_day;

-- The log counts itself: an entry more or less of an outcome is a row more, added up now and then.
create table intake_count (
  outcome text not null,
  entries bigint not null
);
insert into intake_count select outcome, count(*) from intake_log group by outcome;

create function count_intake() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into intake_count select outcome, count(*) from fresh group by outcome;
  elsif tg_op = 'DELETE' then
    insert into intake_count select outcome, -count(*) from gone group by outcome;
  else
    insert into intake_count
    select outcome, sum(entries) from (
      select outcome, 1 as entries from fresh union all select outcome, -1 from gone) changed
    group by outcome having sum(entries) <> 0;
  end if;
  return null;
end $$;
create trigger count_intake_more after insert on intake_log
  referencing new table as fresh for each statement execute function count_intake();
create trigger count_intake_less after delete on intake_log
  referencing old table as gone for each statement execute function count_intake();
create trigger count_intake_change after update on intake_log
  referencing new table as fresh old table as gone for each statement
  execute function count_intake();

create index intake_log_by_outcome on intake_log (outcome, received_at desc, id desc);
