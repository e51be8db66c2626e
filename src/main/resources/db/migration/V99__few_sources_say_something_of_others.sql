-- Each judging and each round of re-checks asked all sources of a domain which of them pass mail on, sign, show
-- another sender or run into a broken record: 66,000 of the largest, for 300 that do.
create index source_standing_telling on source_standing (domain_id, source_ip)
  where passing_on or signatures is not null or shown <> '{}' or signed_only <> '{}';
create index source_standing_broken on source_standing (domain_id) where broken_spf is not null;
