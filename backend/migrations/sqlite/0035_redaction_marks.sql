-- Marks of missed and wrong redactions. Each belongs to an event of its call's review, which has the line
-- and who made it; words_encrypted: the marked words, sealed. The marks outlast a call that comes again.
CREATE TABLE redaction_marks (
    id TEXT PRIMARY KEY,
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    call_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    label TEXT NOT NULL,
    words_encrypted BLOB NOT NULL,
    rules BIGINT NOT NULL,
    places BIGINT NOT NULL,
    UNIQUE (call_id, seq)
);
CREATE INDEX redaction_marks_by_tenant ON redaction_marks (tenant_id, at, id);
