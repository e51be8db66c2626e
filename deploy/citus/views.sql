-- The views over totals, so that a question about a domain goes to the one node that has it. They say
-- what those of the program say, which look for open days of all domains first, and begin with open
-- reports whatever the planner believes: quicker on one machine, but not to be sent to one of many.
-- Part of distribute.sql.

-- What a domain's day is made of while it is open, or a report that is not folded yet.

create or replace view open_day_report as
  select r.domain_id, r.reporter_id, r.day, 1::bigint as reports,
    coalesce(sum(d.messages), 0)::bigint as messages,
    coalesce(sum(d.messages) filter (where d.dkim_pass or d.spf_pass), 0)::bigint as pass,
    coalesce(sum(d.messages) filter (where d.dkim_pass), 0)::bigint as dkim,
    coalesce(sum(d.messages) filter (where d.spf_pass), 0)::bigint as spf,
    coalesce(sum(d.messages) filter (where d.disposition = 'quarantine'), 0)::bigint as quarantined,
    coalesce(sum(d.messages) filter (where d.disposition = 'reject'), 0)::bigint as rejected
  from (select distinct domain_id, day from open_day) o
  join report r on r.domain_id = o.domain_id and r.day = o.day
  left join daily_traffic d
    on d.domain_id = r.domain_id and d.day = r.day and d.report_id = r.id
  group by r.domain_id, r.day, r.reporter_id, r.id;

create or replace view every_policy_day as
  select d.* from policy_day d
  where not exists (select 1 from open_day o where o.domain_id = d.domain_id and o.day = d.day)
  union all
  select n.domain_id, r.reporter_id, n.day, left(r.policy_p, 40), left(r.policy_sp, 40),
    left(r.policy_np, 40), left(r.policy_adkim, 40), left(r.policy_aspf, 40), r.policy_pct,
    r.policy_testing, r.begin_at, r.end_at, 1, r.message_count
  from open_report n join report r on r.domain_id = n.domain_id and r.id = n.report_id
  where not exists (select 1 from open_day o where o.domain_id = n.domain_id and o.day = n.day)
  union all
  select o.domain_id, r.reporter_id, o.day, left(r.policy_p, 40), left(r.policy_sp, 40),
    left(r.policy_np, 40), left(r.policy_adkim, 40), left(r.policy_aspf, 40), r.policy_pct,
    r.policy_testing, r.begin_at, r.end_at, 1, r.message_count
  from (select distinct domain_id, day from open_day) o
  join report r on r.domain_id = o.domain_id and r.day = o.day;

create or replace view open_reporter_use as
  select n.domain_id, r.reporter_id, left(lower(r.email), 320) as email,
    left(r.submitter, 320) as submitter, r.submitter_check, r.message_count as messages, r.day
  from open_report n join report r on r.domain_id = n.domain_id and r.id = n.report_id
  where not exists (select 1 from open_day o where o.domain_id = n.domain_id)
  union all
  select o.domain_id, r.reporter_id, left(lower(r.email), 320), left(r.submitter, 320),
    r.submitter_check, r.message_count, r.day
  from (select distinct domain_id from open_day) o join report r on r.domain_id = o.domain_id;

create or replace view every_reporter_use as
  select u.* from reporter_use u
  where not exists (select 1 from open_day o where o.domain_id = u.domain_id)
  union all
  select domain_id, reporter_id, email, submitter, submitter_check, 1, messages, day, day, false
  from open_reporter_use;

create or replace view every_profile_use as
  select u.* from profile_use u
  where not exists (select 1 from open_day o where o.domain_id = u.domain_id)
  union all
  select n.domain_id, t.reporter_id, t.profile_id, t.messages, t.day, t.day
  from open_report n
  join daily_traffic t
    on t.domain_id = n.domain_id and t.day = n.day and t.report_id = n.report_id
  where not exists (select 1 from open_day o where o.domain_id = n.domain_id)
  union all
  select o.domain_id, t.reporter_id, t.profile_id, t.messages, t.day, t.day
  from (select distinct domain_id from open_day) o
  join daily_traffic t on t.domain_id = o.domain_id;

create or replace view every_day_reporter as
  select d.* from day_reporter d
  where not exists (select 1 from open_day o where o.domain_id = d.domain_id and o.day = d.day)
  union all
  select n.domain_id, n.reporter_id, n.day, 1, n.messages, n.pass, n.dkim, n.spf, n.quarantined,
    n.rejected
  from open_report n
  where not exists (select 1 from open_day o where o.domain_id = n.domain_id and o.day = n.day)
  union all
  select * from open_day_report;

create or replace view every_day as
  select d.* from day_domain d
  where not exists (select 1 from open_day o where o.domain_id = d.domain_id and o.day = d.day)
  union all
  select n.domain_id, n.day, 1, n.messages, n.pass, n.dkim, n.spf, n.quarantined, n.rejected
  from open_report n
  where not exists (select 1 from open_day o where o.domain_id = n.domain_id and o.day = n.day)
  union all
  select domain_id, day, reports, messages, pass, dkim, spf, quarantined, rejected
  from open_day_report;

create or replace view counted_day_source as
  select s.domain_id, s.day, s.source_ip, s.disposition, s.dkim_pass, s.spf_pass, s.rows, s.messages
  from day_source s
  where not exists (select 1 from open_day o where o.domain_id = s.domain_id and o.day = s.day)
  union all
  select n.domain_id, n.day, t.source_ip, usual_disposition(t.disposition), t.dkim_pass, t.spf_pass,
    t.rows, t.messages
  from open_report n
  join daily_traffic t
    on t.domain_id = n.domain_id and t.day = n.day and t.report_id = n.report_id
  where not exists (select 1 from open_day o where o.domain_id = n.domain_id and o.day = n.day)
  union all
  select t.domain_id, t.day, t.source_ip, usual_disposition(t.disposition), t.dkim_pass, t.spf_pass,
    t.rows, t.messages
  from (select distinct domain_id, day from open_day) o
  join daily_traffic t on t.domain_id = o.domain_id and t.day = o.day
  union all
  select t.domain_id, t.day, t.source_ip, usual_disposition(t.disposition), t.dkim_pass, t.spf_pass,
    -t.rows, -t.messages
  from daily_traffic t
  where t.reporter_id = any(array(
    select reporter_id from reporter_exclusion where ended_at is null));

create or replace view open_day_author as
  select n.domain_id, n.day, n.reporter_id, p.header_from, t.messages,
    case when t.dkim_pass or t.spf_pass then t.messages else 0 end as pass
  from open_report n
  join daily_traffic t
    on t.domain_id = n.domain_id and t.day = n.day and t.report_id = n.report_id
  join auth_profile p on p.domain_id = t.domain_id and p.id = t.profile_id
  where not exists (select 1 from open_day o where o.domain_id = n.domain_id and o.day = n.day)
  union all
  select o.domain_id, o.day, t.reporter_id, p.header_from, t.messages,
    case when t.dkim_pass or t.spf_pass then t.messages else 0 end
  from (select distinct domain_id, day from open_day) o
  join daily_traffic t on t.domain_id = o.domain_id and t.day = o.day
  join auth_profile p on p.domain_id = t.domain_id and p.id = t.profile_id;

create or replace view every_day_author as
  select a.* from day_author a
  where not exists (select 1 from open_day o where o.domain_id = a.domain_id and o.day = a.day)
  union all
  select * from open_day_author;

create or replace view open_day_selector as
  select n.domain_id, n.day, n.reporter_id, s.signer, s.selector, t.messages,
    case when s.pass then t.messages else 0 end as pass
  from open_report n
  join daily_traffic t
    on t.domain_id = n.domain_id and t.day = n.day and t.report_id = n.report_id
  join (
    select domain_id, profile_id, identity as signer, qualifier as selector,
      bool_or(result = 'pass') as pass
    from auth_identity
    where mechanism = 'dkim' and identity <> '' and qualifier <> ''
    group by 1, 2, 3, 4) s on s.domain_id = t.domain_id and s.profile_id = t.profile_id
  where not exists (select 1 from open_day o where o.domain_id = n.domain_id and o.day = n.day)
  union all
  select o.domain_id, o.day, t.reporter_id, s.signer, s.selector, t.messages,
    case when s.pass then t.messages else 0 end
  from (select distinct domain_id, day from open_day) o
  join daily_traffic t on t.domain_id = o.domain_id and t.day = o.day
  join (
    select domain_id, profile_id, identity as signer, qualifier as selector,
      bool_or(result = 'pass') as pass
    from auth_identity
    where mechanism = 'dkim' and identity <> '' and qualifier <> ''
    group by 1, 2, 3, 4) s on s.domain_id = t.domain_id and s.profile_id = t.profile_id;

create or replace view every_day_selector as
  select d.* from day_selector d
  where not exists (select 1 from open_day o where o.domain_id = d.domain_id and o.day = d.day)
  union all
  select * from open_day_selector;

create or replace view settled_day_source as
  select s.domain_id, s.day, s.source_ip, s.disposition, s.dkim_pass, s.spf_pass, s.rows, s.messages
  from day_source s
  union all
  select n.domain_id, n.day, t.source_ip, usual_disposition(t.disposition), t.dkim_pass, t.spf_pass,
    t.rows, t.messages
  from open_report n
  join daily_traffic t
    on t.domain_id = n.domain_id and t.day = n.day and t.report_id = n.report_id;

-- Which reporters are left out is on every node; a list of columns is wanted where a result is handed on.

create or replace view counted_day as
  select * from every_day
  union all
  select d.domain_id, d.day, -d.reports, -d.messages, -d.pass, -d.dkim, -d.spf, -d.quarantined,
    -d.rejected
  from every_day_reporter d
  where d.reporter_id = any(array(
    select reporter_id from reporter_exclusion where ended_at is null));

create or replace view settled_change as
  select n.domain_id, n.day, 1::bigint as reports, n.messages, n.pass, n.dkim, n.spf,
    n.quarantined, n.rejected
  from open_report n
  where n.reporter_id <> all(array(
    select reporter_id from reporter_exclusion where ended_at is null))
  union all
  select d.domain_id, d.day, -d.reports, -d.messages, -d.pass, -d.dkim, -d.spf, -d.quarantined,
    -d.rejected
  from day_reporter d
  where d.reporter_id = any(array(
    select reporter_id from reporter_exclusion where ended_at is null));

create or replace view selector_change as
  select domain_id, day, signer, selector, messages, pass from open_day_selector
  where reporter_id <> all(array(
    select reporter_id from reporter_exclusion where ended_at is null))
  union all
  select d.domain_id, d.day, d.signer, d.selector, -d.messages, -d.pass
  from (select distinct domain_id, day from open_day) o
  join day_selector d on d.domain_id = o.domain_id and d.day = o.day
  union all
  select d.domain_id, d.day, d.signer, d.selector, -d.messages, -d.pass
  from day_selector d
  where d.reporter_id = any(array(
      select reporter_id from reporter_exclusion where ended_at is null))
    and not exists (select 1 from open_day o where o.domain_id = d.domain_id and o.day = d.day);
