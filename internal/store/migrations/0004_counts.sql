-- Counts of incidents by one field and day, and in all: what timelines and facets without a filter, or with one field of
-- it, are made of. A count by all fields at once grows as fast as the incidents do.
DROP TABLE tally;
CREATE TABLE tally (
  kind text NOT NULL, -- all | act | status | country
  value text NOT NULL, -- '' for all, and for a country that is not known
  day bigint NOT NULL,
  n bigint NOT NULL,
  PRIMARY KEY (kind, value, day)
) {{clustered}};
INSERT INTO tally (kind, value, day, n) SELECT 'all', '', day, count(*) FROM incident GROUP BY day;
INSERT INTO tally (kind, value, day, n) SELECT 'act', act, day, count(*) FROM incident GROUP BY act, day;
INSERT INTO tally (kind, value, day, n) SELECT 'status', status, day, count(*) FROM incident GROUP BY status, day;
INSERT INTO tally (kind, value, day, n) SELECT 'country', country, day, count(*) FROM incident GROUP BY country, day;
CREATE TABLE total (
  kind text NOT NULL,
  value text NOT NULL,
  n bigint NOT NULL,
  PRIMARY KEY (kind, value)
) {{clustered}};
INSERT INTO total (kind, value, n) SELECT kind, value, sum(n) FROM tally GROUP BY kind, value;
