-- The keys of members that lead apart from those of the rest: merging asks for leaders much oftener, and they are few.
CREATE TABLE leader_key (
  kind text NOT NULL,
  hash bigint NOT NULL,
  n bigint NOT NULL,
  PRIMARY KEY (kind, hash, n)
) {{clustered}};
INSERT INTO leader_key (kind, hash, n) SELECT k.kind, k.hash, k.n FROM member_key k JOIN member m ON m.n = k.n WHERE m.leads = 1;
DELETE FROM member_key WHERE n IN (SELECT n FROM member WHERE leads = 1);
