-- Which country the articles of a publisher are mostly about, learned from the store by "onrecord reread --publishers": reading
-- looks there for places first. A snapshot, and part of the name of the pipeline.
CREATE TABLE publisher (
  host text PRIMARY KEY,
  country text NOT NULL
);
