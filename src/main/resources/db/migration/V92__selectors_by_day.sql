-- What was signed with which selector, by day and reporter: a page could tell only what was ever signed,
-- whatever period was chosen. Folded like day_author.

create table day_selector (
  domain_id bigint not null,
  day date not null,
  reporter_id bigint not null,
  signer text not null,
  selector text not null,
  messages bigint not null,
  pass bigint not null,
  primary key (domain_id, day, reporter_id, signer, selector)
) with (fillfactor = 90);
comment on table day_selector is
  'Messages by a domain and selector that they were signed with, folded of all reporters, those that are left out included';
comment on column day_selector.pass is 'Of them, those where such a signature verified';

-- A message that was signed twice with one selector counts once, and verified if one of the two did.
create view every_day_selector as
  select d.* from day_selector d
  where (not exists (select from open_day)
      or not exists (select from open_day o where o.domain_id = d.domain_id and o.day = d.day))
  union all
  select n.domain_id, n.day, n.reporter_id, s.signer, s.selector, t.messages,
    case when s.pass then t.messages else 0 end
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

create view counted_day_selector as
  select * from every_day_selector
  where reporter_id <> all(array(
    select reporter_id from reporter_exclusion where ended_at is null));

-- Nobody writes meanwhile, so what is folded already can be added up at once.
lock table open_report, open_day in exclusive mode;
insert into day_selector (domain_id, day, reporter_id, signer, selector, messages, pass)
select t.domain_id, t.day, t.reporter_id, s.signer, s.selector, sum(t.messages),
  coalesce(sum(t.messages) filter (where s.pass), 0)
from (
  select t.domain_id, t.day, t.reporter_id, t.profile_id, sum(t.messages) as messages
  from daily_traffic t
  where not exists (select from open_day o where o.domain_id = t.domain_id and o.day = t.day)
    and not exists (
      select from open_report n
      where n.domain_id = t.domain_id and n.day = t.day and n.report_id = t.report_id)
  group by 1, 2, 3, 4) t
join (
  select domain_id, profile_id, identity as signer, qualifier as selector,
    bool_or(result = 'pass') as pass
  from auth_identity
  where mechanism = 'dkim' and identity <> '' and qualifier <> ''
  group by 1, 2, 3, 4) s on s.domain_id = t.domain_id and s.profile_id = t.profile_id
group by 1, 2, 3, 4, 5;
