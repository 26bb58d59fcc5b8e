-- Committed writes by which the readiness probe has found that the database can be written.

ALTER TABLE installation ADD COLUMN probes INTEGER NOT NULL DEFAULT 0;
