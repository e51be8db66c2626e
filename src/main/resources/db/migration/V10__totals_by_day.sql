-- Totals that stay small for years and for large domains: by day, source and result; by day and
-- reporter; by day. They are folded in the background from daily_traffic, the totals by report.
-- Until then a report is in open_report, or the whole of its day in open_day. What the views
-- counted_day_source, counted_day_reporter and counted_day give is exact at every moment.

create table open_report (
  domain_id bigint not null,
  day date not null,
  report_id bigint not null,
  reporter_id bigint not null,
  messages bigint not null,
  pass bigint not null,
  dkim bigint not null,
  spf bigint not null,
  quarantined bigint not null,
  rejected bigint not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000,
  autovacuum_vacuum_insert_threshold = -1,
  autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 1000);
comment on table open_report is
  'Reports that are not folded yet, written in the transaction of their rows; adding the figures up spares readers the rows';
create index open_report_by_day on open_report (domain_id, day);

create table open_day (
  domain_id bigint not null,
  day date not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000,
  autovacuum_vacuum_insert_threshold = -1,
  autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 1000);
comment on table open_day is
  'Days that are to be folded anew, since a report was replaced or taken away: what is folded of them does not count. Without a unique key, so that writers never wait for each other';
create index open_day_by_day on open_day (domain_id, day);

create table day_source (
  domain_id bigint not null,
  day date not null,
  source_ip inet,
  disposition text not null,
  dkim_pass boolean not null,
  spf_pass boolean not null,
  rows bigint not null,
  messages bigint not null,
  constraint day_source_by_source unique nulls not distinct
    (domain_id, source_ip, day, disposition, dkim_pass, spf_pass)
) partition by range (day);
comment on table day_source is
  'Folded totals of all reporters, those that are left out included';
comment on column day_source.disposition is
  'none, quarantine or reject; empty for whatever else was reported';
create index day_source_by_day on day_source (domain_id, day);
create table day_source_other partition of day_source default;

create table day_reporter (
  domain_id bigint not null,
  reporter_id bigint not null,
  day date not null,
  reports bigint not null,
  messages bigint not null,
  pass bigint not null,
  dkim bigint not null,
  spf bigint not null,
  quarantined bigint not null,
  rejected bigint not null,
  primary key (domain_id, reporter_id, day)
) with (fillfactor = 90);
create index day_reporter_by_day on day_reporter (domain_id, day);

create table day_domain (
  domain_id bigint not null,
  day date not null,
  reports bigint not null,
  messages bigint not null,
  pass bigint not null,
  dkim bigint not null,
  spf bigint not null,
  quarantined bigint not null,
  rejected bigint not null,
  primary key (domain_id, day)
) with (fillfactor = 90);
comment on table day_domain is
  'Folded totals of all reporters, those that are left out included: a front page reads one row for a domain and day, whatever the number of reporters';

create function usual_disposition(reported text) returns text language sql immutable as $$
  select case when reported in ('none', 'quarantine', 'reject') then reported else '' end
$$;

-- A subquery that names no row outside of it is answered once, and what hangs on it is not even
-- begun if it is false: without anybody left out, the last branches cost nothing.

create view counted_day_source as
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
  union all
  select t.domain_id, t.day, t.source_ip, usual_disposition(t.disposition), t.dkim_pass, t.spf_pass,
    t.rows, t.messages
  from (select distinct domain_id, day from open_day) o
  join daily_traffic t on t.domain_id = o.domain_id and t.day = o.day
  union all
  select t.domain_id, t.day, t.source_ip, usual_disposition(t.disposition), t.dkim_pass, t.spf_pass,
    -t.rows, -t.messages
  from daily_traffic t
  where exists (select from reporter_exclusion where ended_at is null)
    and t.reporter_id = any(array(
      select reporter_id from reporter_exclusion where ended_at is null));
comment on view counted_day_source is
  'Sum it up; a group whose rows come to nothing is one that only reporters have reported that are left out';

create view counted_day_reporter as
  select d.* from day_reporter d
  where d.reporter_id <> all(array(
      select reporter_id from reporter_exclusion where ended_at is null))
    and not exists (select from open_day o where o.domain_id = d.domain_id and o.day = d.day)
  union all
  select n.domain_id, n.reporter_id, n.day, 1, n.messages, n.pass, n.dkim, n.spf, n.quarantined,
    n.rejected
  from open_report n
  where n.reporter_id <> all(array(
      select reporter_id from reporter_exclusion where ended_at is null))
    and not exists (select from open_day o where o.domain_id = n.domain_id and o.day = n.day)
  union all
  select r.domain_id, r.reporter_id, r.day, 1, t.messages, t.pass, t.dkim, t.spf, t.quarantined,
    t.rejected
  from (select distinct domain_id, day from open_day) o
  join report r on r.domain_id = o.domain_id and r.day = o.day
  cross join lateral (
    select coalesce(sum(messages), 0)::bigint as messages,
      coalesce(sum(messages) filter (where dkim_pass or spf_pass), 0)::bigint as pass,
      coalesce(sum(messages) filter (where dkim_pass), 0)::bigint as dkim,
      coalesce(sum(messages) filter (where spf_pass), 0)::bigint as spf,
      coalesce(sum(messages) filter (where disposition = 'quarantine'), 0)::bigint as quarantined,
      coalesce(sum(messages) filter (where disposition = 'reject'), 0)::bigint as rejected
    from daily_traffic d
    where d.domain_id = r.domain_id and d.day = r.day and d.report_id = r.id) t
  where r.reporter_id <> all(array(
      select reporter_id from reporter_exclusion where ended_at is null));

create view counted_day as
  select d.* from day_domain d
  where not exists (select from open_day o where o.domain_id = d.domain_id and o.day = d.day)
  union all
  select n.domain_id, n.day, 1, n.messages, n.pass, n.dkim, n.spf, n.quarantined, n.rejected
  from open_report n
  where n.reporter_id <> all(array(
      select reporter_id from reporter_exclusion where ended_at is null))
    and not exists (select from open_day o where o.domain_id = n.domain_id and o.day = n.day)
  union all
  select r.domain_id, r.day, 1, t.messages, t.pass, t.dkim, t.spf, t.quarantined, t.rejected
  from (select distinct domain_id, day from open_day) o
  join report r on r.domain_id = o.domain_id and r.day = o.day
  cross join lateral (
    select coalesce(sum(messages), 0)::bigint as messages,
      coalesce(sum(messages) filter (where dkim_pass or spf_pass), 0)::bigint as pass,
      coalesce(sum(messages) filter (where dkim_pass), 0)::bigint as dkim,
      coalesce(sum(messages) filter (where spf_pass), 0)::bigint as spf,
      coalesce(sum(messages) filter (where disposition = 'quarantine'), 0)::bigint as quarantined,
      coalesce(sum(messages) filter (where disposition = 'reject'), 0)::bigint as rejected
    from daily_traffic d
    where d.domain_id = r.domain_id and d.day = r.day and d.report_id = r.id) t
  where r.reporter_id <> all(array(
      select reporter_id from reporter_exclusion where ended_at is null))
  union all
  select d.domain_id, d.day, -d.reports, -d.messages, -d.pass, -d.dkim, -d.spf, -d.quarantined,
    -d.rejected
  from day_reporter d
  where exists (select from reporter_exclusion where ended_at is null)
    and d.reporter_id = any(array(
      select reporter_id from reporter_exclusion where ended_at is null))
    and not exists (select from open_day o where o.domain_id = d.domain_id and o.day = d.day);
comment on view counted_day is 'Sum it up; a day without reports is one that only reporters have reported that are left out';

create or replace function month_partitions_missing(wanted date)
returns boolean language sql stable as $$
  select wanted >= date '2012-01-01' and wanted < current_date + 62
    and to_regclass('day_source_' || to_char(wanted, 'YYYY_MM')) is null
$$;

create or replace function ensure_month_partitions(wanted date)
returns void language plpgsql as $$
declare
  first date := date_trunc('month', wanted)::date;
  next date := (first + interval '1 month')::date;
  parent text;
  child text;
begin
  perform pg_advisory_xact_lock(hashtext('month partitions'));
  -- The last one tells whether all are there.
  if not month_partitions_missing(wanted) then
    return;
  end if;
  foreach parent in array array['report_row', 'daily_traffic', 'day_source'] loop
    child := parent || '_' || to_char(first, 'YYYY_MM');
    if to_regclass(child) is not null then
      continue;
    end if;
    execute format('create table %I (like %I including all)', child, parent);
    -- Rows that came when this month was still the future.
    execute format(
      'with moved as (delete from %I where day >= %L and day < %L returning *)
       insert into %I select * from moved',
      parent || '_other', first, next, child);
    execute format('alter table %I attach partition %I for values from (%L) to (%L)',
      parent, child, first, next);
  end loop;
end $$;

-- The months there are get their partition; absurd days stay together.
do $$
declare
  month text;
begin
  for month in
    select substring(c.relname from '\d{4}_\d{2}$')
    from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'daily_traffic'::regclass and c.relname ~ '^daily_traffic_\d{4}_\d{2}$'
    order by 1
  loop
    perform ensure_month_partitions(to_date(month, 'YYYY_MM'));
  end loop;
end $$;

-- Nothing is folded yet; the background does it step by step, and readers read by report meanwhile.
insert into open_day (domain_id, day) select distinct domain_id, day from report;
