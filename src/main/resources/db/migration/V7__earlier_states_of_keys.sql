-- What was found of a key before its present state: a key that came after its signatures shows it.
alter table dkim_key add column earlier_state text;

-- A name that was asked for one domain need not be asked for another, if both ask the same DNS.
alter table reverse_name add column origin text not null default '';
create index reverse_name_by_ip on reverse_name (ip);
