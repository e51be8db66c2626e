-- A test mail that passed shows by what: the standing of its sender rests on that until reports tell.
alter table sender_test
  add column source inet,
  add column signer text,
  add column selector text;
comment on column sender_test.source is
  'The address of the sender that a mail came from that passed; null if it proves nothing';
comment on column sender_test.signer is
  'By which signature it passed, with selector; null if by the address alone';
