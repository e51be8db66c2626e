-- A report with the key of a stored one and other content is no duplicate, and one that nobody has to
-- believe waits outside of all figures until somebody decides.

alter table intake_log drop constraint intake_log_outcome_check;
alter table intake_log add constraint intake_log_outcome_check check (outcome in
  ('stored', 'conflict', 'set_aside', 'duplicate', 'not_a_report', 'rejected', 'try_again'));

alter table intake_document drop constraint intake_document_outcome_check;
alter table intake_document add constraint intake_document_outcome_check check (outcome in
  ('stored', 'duplicate', 'conflict', 'set_aside', 'not_a_report', 'rejected'));

-- Kept as text: a domain that a report only claims to be about is none of ours, and gets no row.
alter table intake_document add column claimed_domain text;
comment on column intake_document.claimed_domain is
  'What a report that is set aside says it is about';

create index intake_document_set_aside on intake_document (intake_id) where outcome = 'set_aside';

update intake_log i set outcome = 'conflict' where outcome = 'duplicate' and exists (
  select from intake_document d where d.intake_id = i.id and d.outcome = 'conflict');
