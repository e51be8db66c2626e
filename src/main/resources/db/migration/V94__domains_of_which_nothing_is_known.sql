-- A domain about which DNS said nothing yet is in no order: nothing is known of it. It is to wait for no
-- day, for which nobody waits who waits for a policy.

alter table domain_summary drop column state;
alter table domain_summary add column state text not null generated always as (
  case
    when losing_messages > 0 then 'losing'
    when coalesce((senders ->> 'REGRESSED')::integer, 0) > 0 then 'regressed'
    when to_fix > 0 or next_step ->> 'kind' = 'MEND_RECORDS' then 'fix'
    when to_decide > 0 then 'decide'
    when silent_since is not null then 'silent'
    when next_step ->> 'kind' = 'PUBLISH_POLICY' then 'ready'
    when next_step ->> 'kind' = 'WAIT' and next_step ->> 'until' is null then 'unknown'
    when coalesce((readiness ->> 'parked')::boolean, false) then 'parked'
    else 'fine'
  end) stored;
comment on column domain_summary.state is
  'The most pressing of: losing, regressed, fix, decide, ready, unknown, fine, parked, silent';
