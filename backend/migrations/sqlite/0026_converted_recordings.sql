-- Recordings that browsers do not play: their codec, and the file as it came where what is played is a
-- copy of it.
ALTER TABLE recordings ADD COLUMN codec TEXT;
ALTER TABLE recordings ADD COLUMN original_key TEXT;
ALTER TABLE recordings ADD COLUMN original_type TEXT;
ALTER TABLE recordings ADD COLUMN original_bytes BIGINT;
