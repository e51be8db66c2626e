-- How much came by each channel, and what became of it. Processes of the version before add up lines
-- without a channel meanwhile.
alter table intake_count add column channel text not null default '';

create or replace function count_intake() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into intake_count (outcome, channel, entries)
    select outcome, channel, count(*) from fresh group by outcome, channel;
  elsif tg_op = 'DELETE' then
    insert into intake_count (outcome, channel, entries)
    select outcome, channel, -count(*) from gone group by outcome, channel;
  else
    insert into intake_count (outcome, channel, entries)
    select outcome, channel, sum(entries) from (
      select outcome, channel, 1 as entries from fresh
      union all select outcome, channel, -1 from gone) changed
    group by outcome, channel having sum(entries) <> 0;
  end if;
  return null;
end $$;

-- Nobody adds to it before this is committed: the column was added under a lock.
delete from intake_count;
insert into intake_count (outcome, channel, entries)
select outcome, channel, count(*) from intake_log group by outcome, channel;
