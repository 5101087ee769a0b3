-- What a webhook answers: until when it is left alone, and why it gets nothing any more. The secret before the present one
-- signs as well for a while, so that a receiver can change over without losing a message.
ALTER TABLE search ADD COLUMN pause_until bigint NOT NULL DEFAULT 0;
ALTER TABLE search ADD COLUMN stopped text NOT NULL DEFAULT '';
ALTER TABLE search ADD COLUMN old_secret text NOT NULL DEFAULT '';
ALTER TABLE search ADD COLUMN old_until bigint NOT NULL DEFAULT 0;
DROP INDEX delivery_due;
DROP INDEX delivery_search;
CREATE INDEX delivery_queue ON delivery (search, state, added);
