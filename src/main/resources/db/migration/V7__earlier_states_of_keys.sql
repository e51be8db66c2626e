-- What was found of a key before its present state: a key that came after its signatures shows it.
alter table dkim_key add column earlier_state text;
