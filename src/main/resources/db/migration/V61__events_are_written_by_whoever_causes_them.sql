-- What others follow is noted by the statements that store and take away, not by triggers: tables that
-- are spread over several machines can have none.

drop trigger note_reports_stored on report;
drop trigger note_reports_removed on report;
drop trigger note_changes_added on standing_change;
drop function note_reports();
drop function note_changes();
