-- Who may do what, what people decided, and what they want to be told. Secrets are kept as hashes only.
CREATE TABLE person (
  name text PRIMARY KEY,
  hash text NOT NULL,
  role text NOT NULL,
  added bigint NOT NULL
);
CREATE TABLE session (
  hash text PRIMARY KEY,
  person text NOT NULL,
  added bigint NOT NULL,
  until bigint NOT NULL
);
CREATE INDEX session_person ON session (person);
CREATE TABLE token (
  hash text PRIMARY KEY,
  id text NOT NULL UNIQUE,
  person text NOT NULL,
  name text NOT NULL,
  scope text NOT NULL,
  added bigint NOT NULL,
  until bigint NOT NULL,
  used bigint NOT NULL
);
CREATE INDEX token_person ON token (person);
CREATE TABLE audit (
  n {{serial}},
  at bigint NOT NULL,
  person text NOT NULL,
  what text NOT NULL,
  detail text NOT NULL
);
CREATE INDEX audit_at ON audit (at);

-- Decisions name articles and events by their ids, so that they outlive reading again.
CREATE TABLE decision (
  n {{serial}},
  article text NOT NULL,
  event text NOT NULL,
  field text NOT NULL,
  verdict text NOT NULL,
  before_value text NOT NULL,
  after_value text NOT NULL,
  note text NOT NULL,
  person text NOT NULL,
  at bigint NOT NULL
);
CREATE INDEX decision_article ON decision (article, n);

CREATE TABLE search (
  id text PRIMARY KEY,
  person text NOT NULL,
  name text NOT NULL,
  query text NOT NULL,
  webhook text NOT NULL,
  secret text NOT NULL,
  added bigint NOT NULL,
  told bigint NOT NULL,
  looked bigint NOT NULL
);
CREATE INDEX search_person ON search (person, name);
CREATE TABLE delivery (
  id text PRIMARY KEY,
  search text NOT NULL,
  incident text NOT NULL,
  added bigint NOT NULL,
  next_at bigint NOT NULL,
  tries bigint NOT NULL,
  state text NOT NULL,
  why text NOT NULL
);
CREATE INDEX delivery_due ON delivery (state, next_at);
CREATE INDEX delivery_search ON delivery (search);
