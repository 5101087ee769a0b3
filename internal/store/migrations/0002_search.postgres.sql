-- Full text: words cut and folded by the program (postgres_text.go), kept in step in the same transaction.
CREATE TABLE article_text (n bigint PRIMARY KEY, words tsvector NOT NULL);
CREATE TABLE claim_text (n bigint PRIMARY KEY, words tsvector NOT NULL);
CREATE TABLE event_text (n bigint PRIMARY KEY, words tsvector NOT NULL);
CREATE TABLE incident_text (n bigint PRIMARY KEY, words tsvector NOT NULL);
CREATE INDEX article_text_words ON article_text USING gin (words);
CREATE INDEX claim_text_words ON claim_text USING gin (words);
CREATE INDEX event_text_words ON event_text USING gin (words);
CREATE INDEX incident_text_words ON incident_text USING gin (words);
