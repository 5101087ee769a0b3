-- Archives that a fleet reads: a row for each part (a file, or a stretch of one between two places where records begin).
-- state: new (waits, or is read while its lease holds), done, failed, dropped. mark: where reading goes on.
CREATE TABLE archive (
  name text NOT NULL,
  start bigint NOT NULL,
  stop bigint NOT NULL,
  size bigint NOT NULL,
  state text NOT NULL,
  mark text NOT NULL DEFAULT '',
  done bigint NOT NULL DEFAULT 0,
  articles bigint NOT NULL DEFAULT 0,
  known bigint NOT NULL DEFAULT 0,
  problems bigint NOT NULL DEFAULT 0,
  why text NOT NULL DEFAULT '',
  owner text NOT NULL DEFAULT '',
  lease bigint NOT NULL DEFAULT 0,
  tries bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (name, start)
);
CREATE INDEX archive_open ON archive (state, lease);

-- When a text was fetched: which of two versions of a page is the newer one must not depend on which of them a worker stores first.
ALTER TABLE article ADD COLUMN fetched bigint NOT NULL DEFAULT 0;
UPDATE article SET fetched = added;
DROP INDEX article_url;
CREATE INDEX article_url ON article (url, fetched{{n}});
