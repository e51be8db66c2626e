-- Rows without a readable address have no source to judge: that is not the same as unrecognized.

update sender_day set standing = 'unjudged' where standing = 'unrecognized';
update standing_day set standing = 'unjudged' where standing = 'unrecognized';

comment on column sender_day.standing is
  'Of the sources, a sender can have some of each; unjudged for rows without a readable address';
