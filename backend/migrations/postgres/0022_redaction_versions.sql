-- Names of calls and recordings in their source, sealed where they hold personal details, and the rules
-- of redaction that a call's texts follow.

ALTER TABLE calls ADD COLUMN names_encrypted BYTEA;

-- 0 is every version before the rules had one.
ALTER TABLE calls ADD COLUMN redaction_version BIGINT NOT NULL DEFAULT 0;
CREATE INDEX calls_by_redaction ON calls (redaction_version, row_id);
