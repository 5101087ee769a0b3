-- What looking for copies reads stands together: the hashes of one host, house text apart from all else. No index by article:
-- the hashes of an article stand in what merging keeps of it.
DROP INDEX posting_article;
ALTER TABLE posting DROP CONSTRAINT posting_pkey;
ALTER TABLE posting ADD PRIMARY KEY (hash, house, host, article);
CREATE INDEX merge_article_number ON merge_article (article);
