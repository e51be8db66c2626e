-- Bytes are removed once nothing points at them: who points at them is looked up, by these checks and by
-- those of the foreign keys. What is too old is looked for over all domains, by the hour.

create index report_by_raw on report (raw_id);
create index report_conflict_by_raw on report_conflict (raw_id);
create index intake_log_by_raw on intake_log (raw_id) where raw_id is not null;
create index failure_report_by_age on failure_report (arrived_at);
create index tls_report_by_age on tls_report (day);

-- Nobody asks for these.
drop index failure_report_by_day;
drop index failure_incident_newest;
