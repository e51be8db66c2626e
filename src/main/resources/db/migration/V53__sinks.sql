-- How far other systems were brought what is stored.
create table sink_position (
  name text not null,
  stream text not null,
  cursor text not null,
  delivered bigint not null,
  at timestamptz not null,
  problem text,
  problem_at timestamptz,
  primary key (name, stream)
);
comment on column sink_position.cursor is 'What is after it was not brought yet, or not for certain';
