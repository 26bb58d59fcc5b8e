-- Large texts of calls, in pieces, so that no statement and no row is as large as the text. The column of such a
-- text has `pieces:`, the id of the text, a colon and its length in bytes.
CREATE TABLE text_pieces (
    text_id TEXT COLLATE "C" NOT NULL,
    place BIGINT NOT NULL,
    call_row BIGINT NOT NULL REFERENCES calls (row_id) ON DELETE CASCADE,
    kind TEXT COLLATE "C" NOT NULL,
    piece BYTEA NOT NULL,
    PRIMARY KEY (text_id, place)
);
CREATE INDEX text_pieces_by_call ON text_pieces (call_row, kind);

-- The session that made a link, which ends with it; none for links of keys and of background exports.
ALTER TABLE recording_links ADD COLUMN session_id TEXT;
