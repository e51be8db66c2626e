-- Of a flood only some reports are kept with what they say: these are looked for among themselves.

create index failure_report_examples on failure_report (domain_id, incident_id, arrived_at desc, id desc)
  where detail is not null;
drop index failure_report_of_incident;

-- Bytes of failure reports that nothing counts are looked for by the hour.
create index intake_document_of_failures on intake_document (intake_id) where kind = 'failure';
