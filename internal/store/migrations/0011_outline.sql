-- What filters, timelines, maps and facets look at of an incident, a tenth of its row: thousands of them are tested and
-- counted for one view, and looked up in the incidents themselves each costs a page of the file. The indexes move over.
CREATE TABLE outline (
  n {{key}},
  id text NOT NULL,
  act text NOT NULL,
  status text NOT NULL,
  country text NOT NULL,
  cell bigint NOT NULL,
  lat double precision NOT NULL,
  lon double precision NOT NULL,
  precis text NOT NULL,
  place text NOT NULL
);
INSERT INTO outline (n, id, act, status, country, cell, lat, lon, precis, place)
  SELECT n, id, act, status, country, cell, lat, lon, precis, place FROM incident ORDER BY n;
DROP INDEX incident_act;
DROP INDEX incident_status;
DROP INDEX incident_country;
DROP INDEX incident_cell;
DROP INDEX incident_country_act;
CREATE INDEX outline_act ON outline (act{{n}});
CREATE INDEX outline_status ON outline (status{{n}});
CREATE INDEX outline_country ON outline (country{{n}});
-- These two answer without the rows: n stands before what is only tested and counted.
CREATE INDEX outline_country_act ON outline (country, act, n, status);
CREATE INDEX outline_cell ON outline (cell, n, lat, lon);
