-- What was signed with which selector, by month: over a year of a large domain its page added up as many
-- sums as there are days, reporters and selectors, 25,000 of them for five selectors; and over all time
-- 8,500, one for each reporter and set of results.

create table month_selector (
  domain_id bigint not null,
  month date not null,
  signer text not null,
  selector text not null,
  messages bigint not null,
  pass bigint not null,
  first_day date not null,
  last_day date not null,
  last_pass_day date,
  primary key (domain_id, month, signer, selector)
) with (fillfactor = 80);
comment on table month_selector is
  'day_selector by month, of all reporters together, those that are left out included';

create view open_day_selector as
  select n.domain_id, n.day, n.reporter_id, s.signer, s.selector, t.messages,
    case when s.pass then t.messages else 0 end as pass
  from open_report n
  cross join lateral (
    select profile_id, sum(messages)::bigint as messages from daily_traffic
    where domain_id = n.domain_id and day = n.day and report_id = n.report_id group by 1) t
  cross join lateral (
    select identity as signer, qualifier as selector, bool_or(result = 'pass') as pass
    from auth_identity
    where domain_id = n.domain_id and profile_id = t.profile_id and mechanism = 'dkim'
      and identity <> '' and qualifier <> '' group by 1, 2) s
  where (not exists (select from open_day)
      or not exists (select from open_day o where o.domain_id = n.domain_id and o.day = n.day))
  union all
  select o.domain_id, o.day, t.reporter_id, s.signer, s.selector, t.messages,
    case when s.pass then t.messages else 0 end
  from (select distinct domain_id, day from open_day) o
  cross join lateral (
    select reporter_id, profile_id, sum(messages)::bigint as messages from daily_traffic
    where domain_id = o.domain_id and day = o.day group by 1, 2) t
  cross join lateral (
    select identity as signer, qualifier as selector, bool_or(result = 'pass') as pass
    from auth_identity
    where domain_id = o.domain_id and profile_id = t.profile_id and mechanism = 'dkim'
      and identity <> '' and qualifier <> '' group by 1, 2) s;
comment on view open_day_selector is
  'What day_selector does not hold yet: that of open reports, and of open days in place of what it holds of them';

create or replace view every_day_selector as
  select d.* from day_selector d
  where (not exists (select from open_day)
      or not exists (select from open_day o where o.domain_id = d.domain_id and o.day = d.day))
  union all
  select * from open_day_selector;

create view selector_change as
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
  where exists (select from reporter_exclusion where ended_at is null)
    and d.reporter_id = any(array(
      select reporter_id from reporter_exclusion where ended_at is null))
    and (not exists (select from open_day)
      or not exists (select from open_day o where o.domain_id = d.domain_id and o.day = d.day));
comment on view selector_change is
  'What month_selector and day_selector, of all reporters, lack or have too much';

lock table open_report, open_day in exclusive mode;
insert into month_selector (domain_id, month, signer, selector, messages, pass, first_day, last_day,
  last_pass_day)
select domain_id, month_of(day), signer, selector, sum(messages), sum(pass), min(day), max(day),
  max(day) filter (where pass > 0)
from day_selector group by 1, 2, 3, 4;
