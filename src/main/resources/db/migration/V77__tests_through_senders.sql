-- A mail that was sent through a sender to be tested shows that it is authorized before any report does, so
-- what came of it is kept after the mail itself is forgotten.
create table sender_test (
  domain_id bigint not null references domain,
  token text not null,
  sender_key text not null,
  made_at timestamptz not null,
  made_by text not null,
  came_at timestamptz,
  verdict text check (verdict in ('pass', 'fail', 'unknown')),
  told text,
  primary key (domain_id, token)
);
comment on table sender_test is 'Test mails that were to be sent through a sender, and what came of them';
comment on column sender_test.verdict is 'Null until the mail came and was looked at';
create index sender_test_by_sender on sender_test (domain_id, sender_key, made_at desc);
create index sender_test_waiting on sender_test (token) where verdict is null;
create index sender_test_told on sender_test (came_at desc) where verdict is not null;
