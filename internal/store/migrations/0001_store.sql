-- {{key}}, {{serial}}, {{n}}, {{bytes}}, {{clustered}} are the dialect's ({{n}}: the number as last column of an index, where the database does not add it itself).
-- Numbers n are made of the day and the id (number.go): what is newer has the higher number, so every index gives the newest first.
-- Ids are made of content. The same articles give the same rows in every store.
-- Times are microseconds UTC, days are days since 1970-01-01 (-1000000 = unknown), flags 0 or 1.

CREATE TABLE article (
  n {{key}},
  id text NOT NULL UNIQUE,
  url text NOT NULL DEFAULT '',
  publisher text NOT NULL DEFAULT '',
  title text NOT NULL DEFAULT '',
  published text NOT NULL DEFAULT '',
  day bigint NOT NULL,
  language text NOT NULL DEFAULT '',
  sha256 text NOT NULL,
  source text NOT NULL DEFAULT '',
  added bigint NOT NULL,
  state text NOT NULL,
  problem text NOT NULL DEFAULT '',
  pipeline text NOT NULL DEFAULT '',
  owner text NOT NULL DEFAULT '',
  lease bigint NOT NULL DEFAULT 0,
  tries bigint NOT NULL DEFAULT 0,
  newer text NOT NULL DEFAULT '',
  family text NOT NULL DEFAULT '',
  story text NOT NULL DEFAULT '',
  events bigint NOT NULL DEFAULT 0,
  claims bigint NOT NULL DEFAULT 0,
  seq bigint NOT NULL,
  text text NOT NULL
);
CREATE INDEX article_publisher ON article (publisher{{n}});
CREATE INDEX article_url ON article (url);
CREATE INDEX article_open ON article (state, lease{{n}});
CREATE INDEX article_pipeline ON article (pipeline{{n}});
CREATE INDEX article_family ON article (family{{n}});
CREATE INDEX article_story ON article (story{{n}});
CREATE INDEX article_seq ON article (seq);

-- What was fetched, compressed (zstd).
CREATE TABLE raw (article bigint PRIMARY KEY, type text NOT NULL, body {{bytes}} NOT NULL);

-- The whole record as JSON, compressed (zstd): the truth from which the rows below are made.
CREATE TABLE record (article bigint PRIMARY KEY, body {{bytes}} NOT NULL);

CREATE TABLE event (
  n {{key}},
  article bigint NOT NULL,
  id text NOT NULL,
  day bigint NOT NULL,
  day_from bigint NOT NULL,
  day_to bigint NOT NULL,
  act text NOT NULL,
  plover text NOT NULL,
  status text NOT NULL,
  quad bigint NOT NULL,
  score double precision NOT NULL,
  actors text NOT NULL,
  recipients text NOT NULL,
  place text NOT NULL,
  country text NOT NULL,
  admin1 text NOT NULL,
  lat double precision NOT NULL,
  lon double precision NOT NULL,
  precis text NOT NULL,
  cell bigint NOT NULL,
  chain text NOT NULL,
  stance text NOT NULL,
  anchor text NOT NULL,
  evidence text NOT NULL,
  confidence double precision NOT NULL,
  incident text NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX event_article ON event (article, id);
CREATE INDEX event_act ON event (act{{n}});
CREATE INDEX event_status ON event (status{{n}});
CREATE INDEX event_country ON event (country{{n}});
CREATE INDEX event_cell ON event (cell{{n}});
CREATE INDEX event_incident ON event (incident{{n}});

CREATE TABLE claim (
  n {{key}},
  article bigint NOT NULL,
  id text NOT NULL,
  day bigint NOT NULL,
  content text NOT NULL,
  cue text NOT NULL,
  chain text NOT NULL,
  source text NOT NULL,
  stance text NOT NULL,
  anonymity text NOT NULL,
  quote text NOT NULL
);
CREATE UNIQUE INDEX claim_article ON claim (article, id);

CREATE TABLE force (
  n {{key}},
  article bigint NOT NULL,
  id text NOT NULL,
  day bigint NOT NULL,
  owner text NOT NULL,
  code text NOT NULL,
  sector text NOT NULL,
  words text NOT NULL,
  low double precision,
  high double precision,
  best double precision,
  approx bigint NOT NULL,
  class text NOT NULL,
  place text NOT NULL,
  country text NOT NULL,
  lat double precision NOT NULL,
  lon double precision NOT NULL,
  precis text NOT NULL,
  cell bigint NOT NULL,
  asof_from text NOT NULL,
  asof_to text NOT NULL,
  chain text NOT NULL,
  stance text NOT NULL,
  evidence text NOT NULL
);
CREATE UNIQUE INDEX force_article ON force (article, id);
CREATE INDEX force_owner ON force (code, country{{n}});

CREATE TABLE incident (
  n {{key}},
  id text NOT NULL UNIQUE,
  day bigint NOT NULL,
  day_from bigint NOT NULL,
  day_to bigint NOT NULL,
  first_day bigint NOT NULL,
  last_day bigint NOT NULL,
  sentence text NOT NULL,
  act text NOT NULL,
  status text NOT NULL,
  place text NOT NULL,
  country text NOT NULL,
  lat double precision NOT NULL,
  lon double precision NOT NULL,
  precis text NOT NULL,
  cell bigint NOT NULL,
  reports bigint NOT NULL,
  articles bigint NOT NULL,
  independent bigint NOT NULL,
  outlets bigint NOT NULL,
  denied bigint NOT NULL,
  one_sided text NOT NULL,
  figure text NOT NULL,
  first_article text NOT NULL,
  body {{bytes}} NOT NULL,
  seq bigint NOT NULL
);
CREATE INDEX incident_act ON incident (act{{n}});
CREATE INDEX incident_status ON incident (status{{n}});
CREATE INDEX incident_country ON incident (country{{n}});
CREATE INDEX incident_cell ON incident (cell{{n}});
CREATE INDEX incident_seq ON incident (seq);

-- Who and on whose word, to look events, claims and incidents up by. kind: e, c, i; role: a actor, r recipient, s source, p publisher.
-- What: a name in lower case, or a code ("=USA", "=USA MIL").
CREATE TABLE about (
  kind text NOT NULL,
  role text NOT NULL,
  what text NOT NULL,
  n bigint NOT NULL,
  PRIMARY KEY (kind, role, what, n)
) {{clustered}};
CREATE INDEX about_incident ON about (n) WHERE kind = 'i'; -- all others are known from the rows themselves

-- The names that about knows: role a (actors and recipients), s (sources), p (publishers), with how many events bear them.
CREATE TABLE name (
  role text NOT NULL,
  what text NOT NULL,
  shown text NOT NULL,
  code text NOT NULL,
  sector text NOT NULL,
  n bigint NOT NULL,
  PRIMARY KEY (role, what)
) {{clustered}};
CREATE INDEX name_often ON name (role, n, what);

-- Incidents by day, for the timeline and the facets.
CREATE TABLE tally (
  day bigint NOT NULL,
  act text NOT NULL,
  status text NOT NULL,
  country text NOT NULL,
  n bigint NOT NULL,
  PRIMARY KEY (day, act, status, country)
) {{clustered}};

-- What merging remembers (merge.Index).
CREATE TABLE merge_article (id text PRIMARY KEY, article bigint NOT NULL, body {{bytes}} NOT NULL);
CREATE TABLE posting (
  hash bigint NOT NULL,
  article bigint NOT NULL,
  host text NOT NULL,
  day bigint NOT NULL,
  house bigint NOT NULL,
  PRIMARY KEY (hash, article)
) {{clustered}};
CREATE INDEX posting_article ON posting (article);
CREATE TABLE relation (
  a text NOT NULL,
  b text NOT NULL,
  kind text NOT NULL,
  a_in_b double precision NOT NULL,
  b_in_a double precision NOT NULL,
  quote_a_in_b double precision NOT NULL,
  quote_b_in_a double precision NOT NULL,
  PRIMARY KEY (a, b)
) {{clustered}};
CREATE INDEX relation_b ON relation (b);
CREATE TABLE member (
  n {{serial}},
  kind text NOT NULL,
  id text NOT NULL,
  article text NOT NULL,
  says bigint NOT NULL,
  day bigint NOT NULL,
  tie bigint NOT NULL,
  leader text NOT NULL,
  leads bigint NOT NULL,
  score double precision NOT NULL,
  keys {{bytes}} NOT NULL,
  body {{bytes}} NOT NULL
);
CREATE UNIQUE INDEX member_id ON member (kind, id);
CREATE INDEX member_leader ON member (kind, leader);
CREATE INDEX member_article ON member (kind, article);
CREATE TABLE member_key (
  kind text NOT NULL,
  hash bigint NOT NULL,
  n bigint NOT NULL,
  PRIMARY KEY (kind, hash, n)
) {{clustered}};

-- The watch list, and what came from where.
CREATE TABLE watch (
  url text PRIMARY KEY,
  kind text NOT NULL,
  name text NOT NULL,
  added bigint NOT NULL,
  next_at bigint NOT NULL,
  state text NOT NULL,
  why text NOT NULL,
  since bigint NOT NULL,
  visited bigint NOT NULL,
  body text NOT NULL,
  owner text NOT NULL DEFAULT '',
  lease bigint NOT NULL DEFAULT 0
);
CREATE INDEX watch_next ON watch (next_at);
CREATE TABLE seen (item text PRIMARY KEY, article text NOT NULL, at bigint NOT NULL) {{clustered}};
-- How far an archive or list was read, so that an interrupted run goes on there.
CREATE TABLE progress (source text PRIMARY KEY, mark text NOT NULL, at bigint NOT NULL);
CREATE INDEX article_source ON article (source, added);

-- The last change number given out.
CREATE TABLE counter (name text PRIMARY KEY, value bigint NOT NULL);
INSERT INTO counter (name, value) VALUES ('seq', 0);
