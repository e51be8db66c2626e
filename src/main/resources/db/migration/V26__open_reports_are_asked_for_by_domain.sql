-- A report that is open is asked for by its own domain and day: whoever asked for a source of one
-- domain read the rows of all open reports of all domains, and left them out afterwards. What reporters
-- are and which policies they saw begins with the open reports too.

create or replace view counted_day_source as
  select s.domain_id, s.day, s.source_ip, s.disposition, s.dkim_pass, s.spf_pass, s.rows, s.messages
  from day_source s
  where (not exists (select from open_day)
      or not exists (select from open_day o where o.domain_id = s.domain_id and o.day = s.day))
  union all
  select n.domain_id, n.day, t.source_ip, usual_disposition(t.disposition), t.dkim_pass, t.spf_pass,
    t.rows, t.messages
  from open_report n
  cross join lateral (
    select * from daily_traffic
    where domain_id = n.domain_id and day = n.day and report_id = n.report_id offset 0) t
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

create or replace view every_policy_day as
  select d.* from policy_day d
  where (not exists (select from open_day)
      or not exists (select from open_day o where o.domain_id = d.domain_id and o.day = d.day))
  union all
  select n.domain_id, r.reporter_id, n.day, left(r.policy_p, 40), left(r.policy_sp, 40),
    left(r.policy_np, 40), left(r.policy_adkim, 40), left(r.policy_aspf, 40), r.policy_pct,
    r.policy_testing, r.begin_at, r.end_at, 1, r.message_count
  from open_report n
  cross join lateral (
    select * from report where domain_id = n.domain_id and id = n.report_id offset 0) r
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
  select n.domain_id, r.reporter_id, left(lower(r.email), 320), left(r.submitter, 320),
    r.submitter_check, 1, r.message_count, r.day, r.day
  from open_report n
  cross join lateral (
    select * from report where domain_id = n.domain_id and id = n.report_id offset 0) r
  where (not exists (select from open_day)
      or not exists (select from open_day o where o.domain_id = n.domain_id))
  union all
  select o.domain_id, r.reporter_id, left(lower(r.email), 320), left(r.submitter, 320),
    r.submitter_check, 1, r.message_count, r.day, r.day
  from (select distinct domain_id from open_day) o
  cross join lateral (select * from report where domain_id = o.domain_id offset 0) r;
