-- Whether the record of a call's source has no text from before redaction: that of a tenant that keeps none.
ALTER TABLE transcripts ADD COLUMN source_is_redacted BOOLEAN NOT NULL DEFAULT FALSE;
