-- What the front page lists, filters and searches: in which state a domain is, the senders at which
-- most mail is at stake, and whose a name or an address is, without reading every sender.

-- Also kept are the words by which the list is filtered; the order is that of urgency.
alter table domain_summary add column state text not null generated always as (
  case
    when losing_messages > 0 then 'losing'
    when coalesce((senders ->> 'REGRESSED')::integer, 0) > 0 then 'regressed'
    when to_fix > 0 or next_step ->> 'kind' = 'MEND_RECORDS' then 'fix'
    when to_decide > 0 then 'decide'
    when silent_since is not null then 'silent'
    when next_step ->> 'kind' = 'PUBLISH_POLICY' then 'ready'
    when coalesce((readiness ->> 'parked')::boolean, false) then 'parked'
    else 'fine'
  end) stored;
comment on column domain_summary.state is
  'The most pressing of: losing, regressed, fix, decide, ready, fine, parked, silent';

create index sender_standing_at_stake on sender_standing (
    (case when standing = 'REGRESSED' then messages else messages - pass_messages end) desc)
  where silent_since is null and standing in ('REGRESSED', 'NEEDS_AUTHORIZING', 'NEEDS_ALIGNMENT');
create index sender_standing_by_name on sender_standing (lower(name) text_pattern_ops);
create index source_standing_by_address on source_standing (source_ip);
create index decision_by_time on decision (decided_at desc, id desc);
create index dns_record_by_time on dns_record (first_seen desc);
