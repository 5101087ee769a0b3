-- Decisions on claims and forces as well as on events, with the words that each is anchored on: reading again may change ids, the
-- words stay. reading: what was read in an article whose record was changed by decisions, so that these can be applied anew.
ALTER TABLE decision ADD COLUMN kind text NOT NULL DEFAULT 'event';
ALTER TABLE decision ADD COLUMN from_point bigint NOT NULL DEFAULT 0;
ALTER TABLE decision ADD COLUMN to_point bigint NOT NULL DEFAULT 0;
CREATE TABLE reading (article bigint PRIMARY KEY, body {{bytes}} NOT NULL);
