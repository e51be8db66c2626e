-- Whose mail a report came in, at the report: its page and the list of reporters need no intake log.
alter table report add column submitter text;
alter table report add column submitter_check text
  check (submitter_check in ('pass', 'fail', 'none'));
comment on column report.submitter is 'The author domain of the mail it came in, null if it came otherwise';
comment on column report.submitter_check is 'As in intake_log';

update report r set submitter = i.submitter, submitter_check = i.submitter_check
from intake_log i where i.id = r.intake_id and i.submitter is not null;

-- As every key of a table with a domain.
alter table decision drop constraint decision_pkey;
alter table decision add primary key (domain_id, id);
