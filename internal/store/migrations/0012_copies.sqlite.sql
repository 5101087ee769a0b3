-- What looking for copies reads stands together: the hashes of one host, house text apart from all else. No index by article:
-- the hashes of an article stand in what merging keeps of it. Dropped first, it gives its pages to the new table.
DROP INDEX posting_article;
ALTER TABLE posting RENAME TO posting_by_article;
CREATE TABLE posting (
  hash bigint NOT NULL,
  house bigint NOT NULL,
  host text NOT NULL,
  article bigint NOT NULL,
  day bigint NOT NULL,
  PRIMARY KEY (hash, house, host, article)
) {{clustered}};
INSERT INTO posting (hash, house, host, article, day) SELECT hash, house, host, article, day FROM posting_by_article ORDER BY hash, house, host, article;
DROP TABLE posting_by_article;
CREATE INDEX merge_article_number ON merge_article (article);
