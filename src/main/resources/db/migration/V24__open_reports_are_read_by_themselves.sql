-- While reports come in, some are always open, for seconds each. Whatever the planner believes of a table
-- that comes and goes so fast: it begins with these reports, and does not read all that was ever reported
-- of a busy source to find out which of it is theirs.

create or replace view counted_day_source as
  select s.domain_id, s.day, s.source_ip, s.disposition, s.dkim_pass, s.spf_pass, s.rows, s.messages
  from day_source s
  where (not exists (select from open_day)
      or not exists (select from open_day o where o.domain_id = s.domain_id and o.day = s.day))
  union all
  select t.domain_id, t.day, t.source_ip, usual_disposition(t.disposition), t.dkim_pass, t.spf_pass,
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
