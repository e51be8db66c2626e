-- The bytes of mails and files, by far the largest table, by themselves under their hash, so that
-- they can be spread over several machines as well. The table that holds them keeps them where they
-- are; what is asked of them without reading them moves.

create temporary table refers on commit drop as
select k.conrelid::regclass::text as source, k.conname as name, pg_get_constraintdef(k.oid) as rule
from pg_constraint k where k.contype = 'f' and k.confrelid = 'raw_payload'::regclass;

do $$
declare one record;
begin
  for one in select * from refers loop
    execute format('alter table %s drop constraint %I', one.source, one.name);
  end loop;
end $$;

alter table raw_payload rename to raw_content;

create table raw_payload (
  id bigint not null,
  sha256 bytea not null,
  size_bytes bigint not null,
  received_at timestamptz not null
);
comment on table raw_payload is 'Mails and files as received; size and sha256 are those before our compression';
insert into raw_payload select id, sha256, size_bytes, received_at from raw_content;

alter table raw_content drop constraint raw_payload_sha256_key;
alter table raw_content drop column id, drop column size_bytes, drop column received_at;
alter table raw_content add primary key (sha256);
comment on table raw_content is 'The bytes of mails and files as received, by the sha256 they have without our compression';

alter table raw_payload add primary key (id), add unique (sha256);
alter table raw_payload alter column id add generated always as identity;
select setval(pg_get_serial_sequence('raw_payload', 'id'), (select coalesce(max(id), 0) + 1 from raw_payload), false);

do $$
declare one record;
begin
  for one in select * from refers loop
    execute format('alter table %s add constraint %I %s', one.source, one.name, one.rule);
  end loop;
end $$;
