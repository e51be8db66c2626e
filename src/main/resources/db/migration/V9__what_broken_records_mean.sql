alter table source_check add column meant text;
comment on column source_check.meant is
  'With a permanent error: the term that would have let the address pass, were the mistakes passed over';
