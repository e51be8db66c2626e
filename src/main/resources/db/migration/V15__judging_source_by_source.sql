-- What tells cheaply whether a row is still the same, and whether DNS said something else since.

alter table source_standing add column digest uuid not null;
alter table source_standing add column checks bigint not null;
comment on column source_standing.digest is 'Stands for all of the row but since';
comment on column source_standing.checks is
  'Stands for what re-checks had found of the source when it was judged';

alter table sender_standing add column digest uuid not null;
comment on column sender_standing.digest is 'Stands for all of the row but since';

-- What re-checks have found of each source, as far as judgements rest on it.
create view source_checked as
  select c.domain_id, c.ip, concat_ws('~', 'spf', c.identity, c.result, c.term, c.path::text,
      c.problem, c.aligned, extract(epoch from c.since), extract(epoch from c.unknown_since),
      c.meant) as what
    from source_check c
  union all
  select h.domain_id, h.ip,
      concat_ws('~', 'was', h.identity, h.result, extract(epoch from h.since)) as what
    from source_check_history h
  union all
  select r.domain_id, r.ip, concat_ws('~', 'name', r.name, r.confirmed) as what
    from reverse_name r where r.name is not null
  union all
  select s.domain_id, s.ip, concat_ws('~', 'service', s.spf_record) as what
    from source_service s;

alter table judging add column again boolean not null default false;
comment on column judging.again is 'Whether all sources are to be judged again';
comment on column judging.sources is
  'Sources of reports that were taken away; null if none were';
