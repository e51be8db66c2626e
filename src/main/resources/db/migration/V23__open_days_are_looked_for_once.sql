-- Whether any day is open is asked once for a query, and only then of each of its rows: the join with
-- an empty table that the planner made of it took longer than all else. What the views say is the same.

create or replace view every_policy_day as
  select d.* from policy_day d
  where (not exists (select from open_day)
      or not exists (select from open_day o where o.domain_id = d.domain_id and o.day = d.day))
  union all
  select r.domain_id, r.reporter_id, r.day, left(r.policy_p, 40), left(r.policy_sp, 40),
    left(r.policy_np, 40), left(r.policy_adkim, 40), left(r.policy_aspf, 40), r.policy_pct,
    r.policy_testing, r.begin_at, r.end_at, 1, r.message_count
  from open_report n join report r on r.domain_id = n.domain_id and r.id = n.report_id
  where (not exists (select from open_day)
      or not exists (select from open_day o where o.domain_id = n.domain_id and o.day = n.day))
  union all
  select o.domain_id, r.reporter_id, o.day, left(r.policy_p, 40), left(r.policy_sp, 40),
    left(r.policy_np, 40), left(r.policy_adkim, 40), left(r.policy_aspf, 40), r.policy_pct,
    r.policy_testing, r.begin_at, r.end_at, 1, r.message_count
  from (select distinct domain_id, day from open_day) o
  cross join lateral (
    select * from report where domain_id = o.domain_id and day = o.day offset 0) r;

create or replace view every_reporter_use as
  select u.* from reporter_use u
  where (not exists (select from open_day)
      or not exists (select from open_day o where o.domain_id = u.domain_id))
  union all
  select r.domain_id, r.reporter_id, left(lower(r.email), 320), left(r.submitter, 320),
    r.submitter_check, 1, r.message_count, r.day, r.day
  from open_report n join report r on r.domain_id = n.domain_id and r.id = n.report_id
  where (not exists (select from open_day)
      or not exists (select from open_day o where o.domain_id = n.domain_id))
  union all
  select o.domain_id, r.reporter_id, left(lower(r.email), 320), left(r.submitter, 320),
    r.submitter_check, 1, r.message_count, r.day, r.day
  from (select distinct domain_id from open_day) o
  cross join lateral (select * from report where domain_id = o.domain_id offset 0) r;

create or replace view every_profile_use as
  select u.* from profile_use u
  where (not exists (select from open_day)
      or not exists (select from open_day o where o.domain_id = u.domain_id))
  union all
  select n.domain_id, t.reporter_id, t.profile_id, t.messages, t.day, t.day
  from open_report n
  cross join lateral (
    select * from daily_traffic
    where domain_id = n.domain_id and day = n.day and report_id = n.report_id offset 0) t
  where (not exists (select from open_day)
      or not exists (select from open_day o where o.domain_id = n.domain_id))
  union all
  select o.domain_id, t.reporter_id, t.profile_id, t.messages, t.day, t.day
  from (select distinct domain_id from open_day) o
  cross join lateral (select * from daily_traffic where domain_id = o.domain_id offset 0) t;

create or replace view every_day_reporter as
  select d.* from day_reporter d
  where (not exists (select from open_day)
      or not exists (select from open_day o where o.domain_id = d.domain_id and o.day = d.day))
  union all
  select n.domain_id, n.reporter_id, n.day, 1, n.messages, n.pass, n.dkim, n.spf, n.quarantined,
    n.rejected
  from open_report n
  where (not exists (select from open_day)
      or not exists (select from open_day o where o.domain_id = n.domain_id and o.day = n.day))
  union all
  select * from open_day_report;

create or replace view every_day as
  select d.* from day_domain d
  where (not exists (select from open_day)
      or not exists (select from open_day o where o.domain_id = d.domain_id and o.day = d.day))
  union all
  select n.domain_id, n.day, 1, n.messages, n.pass, n.dkim, n.spf, n.quarantined, n.rejected
  from open_report n
  where (not exists (select from open_day)
      or not exists (select from open_day o where o.domain_id = n.domain_id and o.day = n.day))
  union all
  select domain_id, day, reports, messages, pass, dkim, spf, quarantined, rejected
  from open_day_report;

create or replace view counted_day_source as
  select s.domain_id, s.day, s.source_ip, s.disposition, s.dkim_pass, s.spf_pass, s.rows, s.messages
  from day_source s
  where (not exists (select from open_day)
      or not exists (select from open_day o where o.domain_id = s.domain_id and o.day = s.day))
  union all
  select t.domain_id, t.day, t.source_ip, usual_disposition(t.disposition), t.dkim_pass, t.spf_pass,
    t.rows, t.messages
  from open_report n
  join daily_traffic t
    on t.domain_id = n.domain_id and t.day = n.day and t.report_id = n.report_id
  where (not exists (select from open_day)
      or not exists (select from open_day o where o.domain_id = n.domain_id and o.day = n.day))
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

create or replace view every_day_author as
  select a.* from day_author a
  where (not exists (select from open_day)
      or not exists (select from open_day o where o.domain_id = a.domain_id and o.day = a.day))
  union all
  select n.domain_id, n.day, n.reporter_id, p.header_from, t.messages,
    case when t.dkim_pass or t.spf_pass then t.messages else 0 end
  from open_report n
  cross join lateral (
    select * from daily_traffic
    where domain_id = n.domain_id and day = n.day and report_id = n.report_id offset 0) t
  join auth_profile p on p.domain_id = t.domain_id and p.id = t.profile_id
  where (not exists (select from open_day)
      or not exists (select from open_day o where o.domain_id = n.domain_id and o.day = n.day))
  union all
  select o.domain_id, o.day, t.reporter_id, p.header_from, t.messages,
    case when t.dkim_pass or t.spf_pass then t.messages else 0 end
  from (select distinct domain_id, day from open_day) o
  cross join lateral (
    select * from daily_traffic where domain_id = o.domain_id and day = o.day offset 0) t
  join auth_profile p on p.domain_id = t.domain_id and p.id = t.profile_id;
