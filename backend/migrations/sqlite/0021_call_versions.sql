-- The mark by which a source says which of two records of a call is newer.

ALTER TABLE calls ADD COLUMN revision BIGINT;
ALTER TABLE calls ADD COLUMN source_updated_at BIGINT;
