-- Sums by month beside those by day: a page over a year of many domains, or of many senders, read
-- thirty rows where it now reads one. Kept in the transactions that write the days.

create function month_of(day date) returns date language sql immutable as $$
  select day - extract(day from day)::integer + 1
$$;

create table month_domain (
  domain_id bigint not null,
  month date not null,
  messages bigint[] not null,
  pass bigint[] not null,
  primary key (domain_id, month)
) with (fillfactor = 80);
comment on table month_domain is
  'day_domain by month, with a place for each of its days: what charts of many domains are drawn from';

insert into month_domain (domain_id, month, messages, pass)
select m.domain_id, m.month, array_agg(coalesce(d.messages, 0) order by n),
  array_agg(coalesce(d.pass, 0) order by n)
from (select distinct domain_id, month_of(day) as month from day_domain) m
cross join generate_series(0, 30) n
left join day_domain d on d.domain_id = m.domain_id and d.day = m.month + n
where month_of(m.month + n) = m.month
group by 1, 2;

create table sender_month (
  domain_id bigint not null,
  sender_key text not null,
  month date not null,
  messages bigint not null,
  pass bigint not null,
  dkim bigint not null,
  spf bigint not null,
  quarantined bigint not null,
  rejected bigint not null,
  primary key (domain_id, sender_key, month)
) with (fillfactor = 80);
comment on table sender_month is 'sender_day by month, as of the same judgement';

insert into sender_month (domain_id, sender_key, month, messages, pass, dkim, spf, quarantined,
  rejected)
select domain_id, sender_key, month_of(day), sum(messages), sum(pass), sum(dkim), sum(spf),
  sum(quarantined), sum(rejected)
from sender_day group by 1, 2, 3;

-- Addresses are searched by how they begin; the sender is all that is asked of them.
create index source_standing_by_text on source_standing
  (domain_id, host(source_ip) text_pattern_ops) include (sender_key, source_ip);

-- The views that are exact at every moment take longer to plan than to answer, since an open day is
-- derived from the partitions of all months. These give the same as long as no day is open, which is
-- nearly always; whoever asks them asks in the same statement whether one is.

create view settled_day_reporter as
  select d.* from day_reporter d
  where d.reporter_id <> all(array(
      select reporter_id from reporter_exclusion where ended_at is null))
  union all
  select n.domain_id, n.reporter_id, n.day, 1, n.messages, n.pass, n.dkim, n.spf, n.quarantined,
    n.rejected
  from open_report n
  where n.reporter_id <> all(array(
      select reporter_id from reporter_exclusion where ended_at is null));
comment on view settled_day_reporter is 'counted_day_reporter, as long as no day is open';

-- What is to be added to day_domain.
create view settled_change as
  select n.domain_id, n.day, 1::bigint as reports, n.messages, n.pass, n.dkim, n.spf,
    n.quarantined, n.rejected
  from open_report n
  where n.reporter_id <> all(array(
      select reporter_id from reporter_exclusion where ended_at is null))
  union all
  select d.domain_id, d.day, -d.reports, -d.messages, -d.pass, -d.dkim, -d.spf, -d.quarantined,
    -d.rejected
  from day_reporter d
  where exists (select from reporter_exclusion where ended_at is null)
    and d.reporter_id = any(array(
      select reporter_id from reporter_exclusion where ended_at is null));
comment on view settled_change is
  'What day_domain lacks or has too much, as long as no day is open: open reports, and reporters that are left out';

create view settled_day as
  select * from day_domain union all select * from settled_change;
comment on view settled_day is 'counted_day, as long as no day is open';
