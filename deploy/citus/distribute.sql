-- Spreads the tables of Plumbline over the nodes of a Citus cluster, by domain. Run on the coordinator,
-- by the owner of the tables, on an empty database or a filled one, while no Plumbline runs; and again
-- after each `plumbline migrate`, which may have brought tables and views of its own:
--
--   psql -v ON_ERROR_STOP=1 -f deploy/citus/distribute.sql plumbline
--
-- What is spread already stays as it is. README.md beside it tells what has to be set before.

\set ON_ERROR_STOP on

-- For every later session, too: tables are brought up to date statement by statement.
select format('alter database %I set citus.multi_shard_modify_mode = sequential', current_database()) \gexec
set citus.multi_shard_modify_mode = sequential;
-- Else a foreign key would make tables local before they can be distributed.
set citus.enable_local_reference_table_foreign_keys = off;

-- Local: on the coordinator alone. What came in, who may do what, leases: small, or written by one
-- transaction together with each other. Reports refer to some of them, which Citus does not allow
-- between nodes: the program looks after these references as ever, the database does not any more.
--   local: raw_payload intake_log intake_document intake_count mailbox_state lease replica
--   local: test_mail learnt_domain mailbox mailbox_left setting fresh_event event sink_position
--   local: alert alert_channel alert_post alert_delivery alert_mute alert_watch
--   local: person session one_time_link api_token audit domain_group digest digest_mail pseudonym_key
alter table report drop constraint if exists report_raw_id_fkey;
alter table report drop constraint if exists report_intake_id_fkey;
alter table report_conflict drop constraint if exists report_conflict_raw_id_fkey;
alter table report_conflict drop constraint if exists report_conflict_intake_id_fkey;

-- Reference: whole on every node.
select format('select create_reference_table(%L)', name) from (values
  ('domain'),
  ('reporter'),
  ('reporter_exclusion')
) as whole (name)
where not exists (select from pg_dist_partition where logicalrelid = name::regclass) \gexec

-- Distributed by their hash: the bytes of mails and files, by far the largest table. Nothing is joined
-- with them; each is asked for by its hash, on one node.
select format('select create_distributed_table(%L, %L, colocate_with => %L)', name, 'sha256', 'none')
from (values
  ('raw_content')
) as by_hash (name)
where not exists (select from pg_dist_partition where logicalrelid = name::regclass) \gexec

-- Distributed by domain, and together: all rows of a domain are on one node.
select 'select create_distributed_table(''report'', ''domain_id'')'
where not exists (select from pg_dist_partition where logicalrelid = 'report'::regclass) \gexec
select format('select create_distributed_table(%L, %L, colocate_with => %L)', name, 'domain_id', 'report')
from (values
  ('report_conflict'),
  ('report_row'),
  ('daily_traffic'),
  ('auth_profile'),
  ('auth_identity'),
  ('open_report'),
  ('open_day'),
  ('day_source'),
  ('day_reporter'),
  ('day_domain'),
  ('month_domain'),
  ('day_author'),
  ('month_author'),
  ('day_selector'),
  ('month_selector'),
  ('sender_day'),
  ('sender_month'),
  ('standing_day'),
  ('policy_day'),
  ('reporter_use'),
  ('profile_use'),
  ('simulated_traffic'),
  ('source_check'),
  ('source_check_history'),
  ('reverse_name'),
  ('dkim_key'),
  ('dns_record'),
  ('author_domain'),
  ('source_service'),
  ('remedy'),
  ('domain_plan'),
  ('decision'),
  ('sender_test'),
  ('domain_summary'),
  ('sender_standing'),
  ('source_standing'),
  ('standing_change'),
  ('judging'),
  ('failure_incident'),
  ('failure_day'),
  ('failure_report'),
  ('tls_report'),
  ('tls_day'),
  ('tls_failure_day'),
  ('transport_check')
) as by_domain (name)
where not exists (select from pg_dist_partition where logicalrelid = name::regclass) \gexec

\ir views.sql
