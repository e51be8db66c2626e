-- Whether the mail that brought a report is proven is found out by our own verifying, too, after it was taken
-- in: DNS is asked then, and what is kept of the mail is looked at.
alter table intake_log add column verified text check (verified in ('pass', 'fail', 'unknown'));
alter table intake_log add column verified_at timestamptz;
alter table intake_log add column verified_reason text;
comment on column intake_log.verified is
  'Whether its author domain is proven by what is kept of it: unknown if that can no more be found out, null while nobody looked or DNS did not answer';
comment on column intake_log.verified_at is 'When it was looked at last';

create index intake_log_to_verify on intake_log (received_at)
  where verified is null and submitter_check in ('none', 'fail')
    and outcome in ('stored', 'conflict', 'set_aside');

-- As text, like the domain: a reporter that a report only claims to be of gets no row.
alter table intake_document add column claimed_reporter text;
comment on column intake_document.claimed_reporter is
  'Whose report one that is set aside says it is, in lower case';
create index intake_document_set_aside_reporter on intake_document (claimed_reporter)
  where outcome = 'set_aside';
