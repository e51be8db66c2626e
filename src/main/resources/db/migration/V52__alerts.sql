-- What somebody should know at once, whom it is told, and what became of that.

create table alert (
  id bigint generated always as identity primary key,
  kind text not null,
  domain text not null,
  subject text not null,
  name text not null,
  says text not null,
  why text not null,
  href text not null,
  raised_at timestamptz not null,
  turn int not null default 1,
  ended_at timestamptz,
  acknowledged_at timestamptz,
  acknowledged_by text,
  unique (kind, domain, subject)
);
comment on table alert is 'One row for each thing, however often it came back';
comment on column alert.domain is 'By its name; empty if it is about the running of Plumbline';
comment on column alert.subject is 'What tells it from others of its kind';
comment on column alert.turn is 'How often it was told of: it is not if it comes back within a day';
comment on column alert.ended_at is 'Null while it lasts; what only happened ends at once';
create index alert_lasting on alert (kind) where ended_at is null;
create index alert_by_time on alert (raised_at desc, id desc);

create table alert_channel (
  id bigint generated always as identity primary key,
  shape text not null check (shape in ('mail', 'json', 'slack', 'teams', 'matrix', 'ntfy')),
  address text not null,
  secret text not null,
  person_id bigint references person on delete cascade,
  domains text[],
  domain_groups text[] not null default '{}',
  kinds text[],
  quiet_from int check (quiet_from between 0 and 23),
  quiet_to int check (quiet_to between 0 and 23),
  zone text not null,
  key text not null unique,
  created_at timestamptz not null,
  ended_at timestamptz,
  ended_by text
);
comment on table alert_channel is 'Whom alerts are told';
comment on column alert_channel.person_id is
  'Whose it is: it tells of no domain that they may not see; null if it is nobody''s';
comment on column alert_channel.secret is 'What posts are signed with, or a token of the other side; may be empty';
comment on column alert_channel.kinds is 'Null for all';
comment on column alert_channel.key is 'By which it is ended from a mail, without signing in';

create table alert_post (
  id bigint generated always as identity primary key,
  channel_id bigint not null references alert_channel on delete cascade,
  test boolean not null,
  state text not null
    check (state in ('waiting', 'sending', 'handed', 'sent', 'refused', 'unsure', 'ended')),
  due_at timestamptz not null,
  next_at timestamptz not null,
  attempts int not null default 0,
  attempts_before int not null default 0,
  held_until timestamptz,
  subject text,
  sent_at timestamptz,
  problem text
);
comment on table alert_post is 'One mail or post, with all that was to be told then';
comment on column alert_post.attempts_before is 'Those before it was sent anew';
create index alert_post_open on alert_post (next_at) where state in ('waiting', 'sending', 'handed');
create index alert_post_by_channel on alert_post (channel_id, id desc);

create table alert_delivery (
  channel_id bigint not null references alert_channel on delete cascade,
  alert_id bigint not null references alert on delete cascade,
  turn int not null,
  wanted_at timestamptz not null,
  post_id bigint references alert_post on delete cascade,
  primary key (channel_id, alert_id, turn)
);
comment on table alert_delivery is 'That a channel is to be told of an alert; post_id is null until it is gathered';
create index alert_delivery_waiting on alert_delivery (channel_id) where post_id is null;
create index alert_delivery_by_post on alert_delivery (post_id);

create table alert_mute (
  id bigint generated always as identity primary key,
  kind text,
  domain text,
  until timestamptz,
  made_by text not null,
  made_at timestamptz not null,
  ended_at timestamptz
);
comment on table alert_mute is 'Alerts that nobody is told of: of a kind, a domain, or both; null for any';
comment on column alert_mute.until is 'Null for good';

create table alert_watch (
  name text primary key,
  at timestamptz not null
);
comment on table alert_watch is 'Since when alerts are looked for, and when each of the costly looks was last taken';
