-- What an administrator set on a page. Where the configuration says something of it, that counts.
create table setting (
  name text primary key,
  value text not null,
  changed_at timestamptz not null,
  changed_by text not null
);
comment on table setting is 'By the names of the configuration; what is not here is as by default';
