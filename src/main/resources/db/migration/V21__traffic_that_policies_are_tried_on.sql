-- The messages of a domain's window as the simulator takes them, so that a page can try any policy
-- without reading the totals: few rows, whatever the number of sources.

create table simulated_traffic (
  domain_id bigint not null,
  sender_key text not null,
  standing text not null,
  fixed boolean not null,
  profile_id uuid not null,
  dkim_pass boolean not null,
  spf_pass boolean not null,
  overridden boolean not null,
  messages bigint not null,
  primary key (domain_id, sender_key, standing, fixed, profile_id, dkim_pass, spf_pass, overridden)
);
comment on table simulated_traffic is
  'As of the last judgement, which rewrites what changed';
comment on column simulated_traffic.sender_key is
  'Empty for rows without a readable address';
comment on column simulated_traffic.standing is 'Of the sources';
