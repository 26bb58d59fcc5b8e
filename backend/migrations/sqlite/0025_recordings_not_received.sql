-- Calls whose source names a recording that has not come; from here on `has_recording` means that its
-- media was stored.
ALTER TABLE calls ADD COLUMN recording_named BOOLEAN NOT NULL DEFAULT FALSE;

UPDATE calls SET recording_named = TRUE WHERE has_recording
    AND NOT EXISTS (SELECT 1 FROM recordings r WHERE r.call_id = calls.id);

UPDATE calls SET has_recording = FALSE WHERE recording_named;

DROP INDEX calls_by_import;
CREATE INDEX calls_by_import ON calls (import_id, left_open, id)
    WHERE (has_recording OR recording_named);
