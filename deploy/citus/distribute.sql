-- Spreads the tables of Plumbline over the nodes of a Citus cluster, by domain. Run once on the
-- coordinator, by the owner of the tables, on an empty database or a filled one, while no Plumbline
-- runs:
--
--   psql -v ON_ERROR_STOP=1 -f deploy/citus/distribute.sql plumbline
--
-- README.md beside it tells what has to be set before, and what follows.

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
select create_reference_table('domain');
select create_reference_table('reporter');
select create_reference_table('reporter_exclusion');

-- Distributed by their hash: the bytes of mails and files, by far the largest table. Nothing is joined
-- with them; each is asked for by its hash, on one node.
select create_distributed_table('raw_content', 'sha256', colocate_with => 'none');

-- Distributed by domain, and together: all rows of a domain are on one node.
select create_distributed_table('report', 'domain_id');
select create_distributed_table('report_conflict', 'domain_id', colocate_with => 'report');
select create_distributed_table('report_row', 'domain_id', colocate_with => 'report');
select create_distributed_table('daily_traffic', 'domain_id', colocate_with => 'report');
select create_distributed_table('auth_profile', 'domain_id', colocate_with => 'report');
select create_distributed_table('auth_identity', 'domain_id', colocate_with => 'report');
select create_distributed_table('open_report', 'domain_id', colocate_with => 'report');
select create_distributed_table('open_day', 'domain_id', colocate_with => 'report');
select create_distributed_table('day_source', 'domain_id', colocate_with => 'report');
select create_distributed_table('day_reporter', 'domain_id', colocate_with => 'report');
select create_distributed_table('day_domain', 'domain_id', colocate_with => 'report');
select create_distributed_table('month_domain', 'domain_id', colocate_with => 'report');
select create_distributed_table('day_author', 'domain_id', colocate_with => 'report');
select create_distributed_table('day_selector', 'domain_id', colocate_with => 'report');
select create_distributed_table('sender_day', 'domain_id', colocate_with => 'report');
select create_distributed_table('sender_month', 'domain_id', colocate_with => 'report');
select create_distributed_table('standing_day', 'domain_id', colocate_with => 'report');
select create_distributed_table('policy_day', 'domain_id', colocate_with => 'report');
select create_distributed_table('reporter_use', 'domain_id', colocate_with => 'report');
select create_distributed_table('profile_use', 'domain_id', colocate_with => 'report');
select create_distributed_table('simulated_traffic', 'domain_id', colocate_with => 'report');
select create_distributed_table('source_check', 'domain_id', colocate_with => 'report');
select create_distributed_table('source_check_history', 'domain_id', colocate_with => 'report');
select create_distributed_table('reverse_name', 'domain_id', colocate_with => 'report');
select create_distributed_table('dkim_key', 'domain_id', colocate_with => 'report');
select create_distributed_table('dns_record', 'domain_id', colocate_with => 'report');
select create_distributed_table('author_domain', 'domain_id', colocate_with => 'report');
select create_distributed_table('source_service', 'domain_id', colocate_with => 'report');
select create_distributed_table('remedy', 'domain_id', colocate_with => 'report');
select create_distributed_table('domain_plan', 'domain_id', colocate_with => 'report');
select create_distributed_table('decision', 'domain_id', colocate_with => 'report');
select create_distributed_table('sender_test', 'domain_id', colocate_with => 'report');
select create_distributed_table('domain_summary', 'domain_id', colocate_with => 'report');
select create_distributed_table('sender_standing', 'domain_id', colocate_with => 'report');
select create_distributed_table('source_standing', 'domain_id', colocate_with => 'report');
select create_distributed_table('standing_change', 'domain_id', colocate_with => 'report');
select create_distributed_table('judging', 'domain_id', colocate_with => 'report');
select create_distributed_table('failure_incident', 'domain_id', colocate_with => 'report');
select create_distributed_table('failure_day', 'domain_id', colocate_with => 'report');
select create_distributed_table('failure_report', 'domain_id', colocate_with => 'report');
select create_distributed_table('tls_report', 'domain_id', colocate_with => 'report');
select create_distributed_table('tls_day', 'domain_id', colocate_with => 'report');
select create_distributed_table('tls_failure_day', 'domain_id', colocate_with => 'report');
select create_distributed_table('transport_check', 'domain_id', colocate_with => 'report');
