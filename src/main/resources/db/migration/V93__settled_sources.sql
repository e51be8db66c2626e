-- counted_day_source is derived from the partitions of all months in four ways, three of which are for
-- open days and for reporters that are left out. A page over a year of fifty sources was planned for
-- four times as long as it was answered in two.

create view settled_day_source as
  select s.domain_id, s.day, s.source_ip, s.disposition, s.dkim_pass, s.spf_pass, s.rows, s.messages
  from day_source s
  union all
  select n.domain_id, n.day, t.source_ip, usual_disposition(t.disposition), t.dkim_pass, t.spf_pass,
    t.rows, t.messages
  from open_report n
  cross join lateral (
    select * from daily_traffic
    where domain_id = n.domain_id and day = n.day and report_id = n.report_id offset 0) t
  where exists (select from open_report);
comment on view settled_day_source is
  'counted_day_source, as long as no day is open and no reporter is left out; whoever asks it asks in the same statement whether that is so';
