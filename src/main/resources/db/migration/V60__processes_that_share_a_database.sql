-- Who works on this database: each server tells now and then that it is there.

create table replica (
  name text primary key,
  version text not null,
  started_at timestamptz not null,
  seen_at timestamptz not null
);
comment on table replica is
  'Servers that share this database; of the moment: not backed up, and gone a day after the last word';
