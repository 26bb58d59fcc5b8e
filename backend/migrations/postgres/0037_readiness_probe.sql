-- Committed writes by which the readiness probe has found that the database can be written.

ALTER TABLE installation ADD COLUMN probes BIGINT NOT NULL DEFAULT 0;
