-- The names in From: fields by month: a page of policies over a year of a large domain added up as many sums
-- as there are days and reporters, 7,000 of them for one name.

create table month_author (
  domain_id bigint not null,
  month date not null,
  header_from text not null,
  messages bigint not null,
  pass bigint not null,
  last_day date not null,
  primary key (domain_id, month, header_from)
) with (fillfactor = 80);
comment on table month_author is
  'day_author by month, of all reporters together, those that are left out included';

create view open_day_author as
  select n.domain_id, n.day, n.reporter_id, p.header_from, t.messages,
    case when t.dkim_pass or t.spf_pass then t.messages else 0 end as pass
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
comment on view open_day_author is
  'What day_author does not hold yet: that of open reports, and of open days in place of what it holds of them';

create or replace view every_day_author as
  select a.* from day_author a
  where (not exists (select from open_day)
      or not exists (select from open_day o where o.domain_id = a.domain_id and o.day = a.day))
  union all
  select * from open_day_author;

lock table open_report, open_day in exclusive mode;
insert into month_author (domain_id, month, header_from, messages, pass, last_day)
select domain_id, month_of(day), header_from, sum(messages), sum(pass), max(day)
from day_author group by 1, 2, 3;
