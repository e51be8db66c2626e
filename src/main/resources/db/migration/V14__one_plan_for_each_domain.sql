-- A sender has one standing at a time, and so one remedy; its records are those of the domain's plan.
delete from remedy r
using remedy other
where other.domain_id = r.domain_id and other.sender_key = r.sender_key
  and other.standing > r.standing;
alter table remedy drop constraint remedy_pkey;
alter table remedy drop column standing;
alter table remedy add primary key (domain_id, sender_key);
comment on column remedy.tested_at is 'Since when it is so: what did not change is not written again';

create table domain_plan (
  domain_id bigint primary key references domain,
  plan jsonb not null,
  tested_at timestamptz not null
);
comment on table domain_plan is 'What to publish for a domain: one tested difference for each DNS name';
comment on column domain_plan.tested_at is 'Since when it is so: what did not change is not written again';
