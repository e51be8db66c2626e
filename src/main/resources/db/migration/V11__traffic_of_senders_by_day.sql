-- Traffic by day and sender, for figures and charts of pages: a domain has few senders, whatever the
-- number of its sources. As of the last judgement, which refreshes it.

create table sender_day (
  domain_id bigint not null,
  sender_key text not null,
  standing text not null,
  day date not null,
  messages bigint not null,
  pass bigint not null,
  dkim bigint not null,
  spf bigint not null,
  quarantined bigint not null,
  rejected bigint not null,
  primary key (domain_id, sender_key, day, standing)
) with (fillfactor = 90);
comment on column sender_day.sender_key is
  'Empty for rows without a readable address, and for sources that are not judged yet';
comment on column sender_day.standing is 'Of the sources; a sender can have some of each';
create index sender_day_by_day on sender_day (domain_id, day);

create table standing_day (
  domain_id bigint not null,
  day date not null,
  standing text not null,
  messages bigint not null,
  pass bigint not null,
  dkim bigint not null,
  spf bigint not null,
  quarantined bigint not null,
  rejected bigint not null,
  primary key (domain_id, day, standing)
) with (fillfactor = 90);
comment on table standing_day is
  'The same by standing alone: many strangers may be many senders, and a chart shows none of them';
