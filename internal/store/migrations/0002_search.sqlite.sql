-- Full text, kept in step by the program in the same transaction; contents stay in their tables.
CREATE VIRTUAL TABLE article_text USING fts5 (title, text, content='article', content_rowid='n', tokenize="unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE claim_text USING fts5 (content, chain, content='claim', content_rowid='n', tokenize="unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE event_text USING fts5 (evidence, actors, recipients, place, content='event', content_rowid='n', tokenize="unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE incident_text USING fts5 (sentence, words, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2");
