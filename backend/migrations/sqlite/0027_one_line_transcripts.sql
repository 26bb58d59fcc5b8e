-- The transcript on one line stands in a table of its own: a CSV file then reads nothing else of a
-- conversation, half as many pages.
CREATE TABLE one_line_transcripts (
    call_row INTEGER PRIMARY KEY REFERENCES calls (row_id) ON DELETE CASCADE,
    text TEXT NOT NULL
);
INSERT INTO one_line_transcripts (call_row, text) SELECT call_row, one_line_transcript FROM transcripts;
ALTER TABLE transcripts DROP COLUMN one_line_transcript;
