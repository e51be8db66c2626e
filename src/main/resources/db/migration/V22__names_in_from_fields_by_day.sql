-- The names in From: fields by day and reporter: a page over a year of a large domain read all of its
-- totals by report for them. Folded like policy_day.

create table day_author (
  domain_id bigint not null,
  day date not null,
  reporter_id bigint not null,
  header_from text not null,
  messages bigint not null,
  pass bigint not null,
  primary key (domain_id, day, reporter_id, header_from)
) with (fillfactor = 90);
comment on table day_author is
  'Messages by the name in their From: field, folded of all reporters, those that are left out included';

create view every_day_author as
  select a.* from day_author a
  where not exists (select from open_day o where o.domain_id = a.domain_id and o.day = a.day)
  union all
  select n.domain_id, n.day, n.reporter_id, p.header_from, t.messages,
    case when t.dkim_pass or t.spf_pass then t.messages else 0 end
  from open_report n
  cross join lateral (
    select * from daily_traffic
    where domain_id = n.domain_id and day = n.day and report_id = n.report_id offset 0) t
  join auth_profile p on p.domain_id = t.domain_id and p.id = t.profile_id
  where not exists (select from open_day o where o.domain_id = n.domain_id and o.day = n.day)
  union all
  select o.domain_id, o.day, t.reporter_id, p.header_from, t.messages,
    case when t.dkim_pass or t.spf_pass then t.messages else 0 end
  from (select distinct domain_id, day from open_day) o
  cross join lateral (
    select * from daily_traffic where domain_id = o.domain_id and day = o.day offset 0) t
  join auth_profile p on p.domain_id = t.domain_id and p.id = t.profile_id;

create view counted_day_author as
  select * from every_day_author
  where reporter_id <> all(array(
    select reporter_id from reporter_exclusion where ended_at is null));

-- Nobody writes meanwhile, so what is folded already can be added up at once.
lock table open_report, open_day in exclusive mode;
insert into day_author (domain_id, day, reporter_id, header_from, messages, pass)
select t.domain_id, t.day, t.reporter_id, p.header_from, sum(t.messages),
  coalesce(sum(t.messages) filter (where t.dkim_pass or t.spf_pass), 0)
from daily_traffic t
join auth_profile p on p.domain_id = t.domain_id and p.id = t.profile_id
where not exists (select from open_day o where o.domain_id = t.domain_id and o.day = t.day)
  and not exists (
    select from open_report n
    where n.domain_id = t.domain_id and n.day = t.day and n.report_id = t.report_id)
group by 1, 2, 3, 4;
