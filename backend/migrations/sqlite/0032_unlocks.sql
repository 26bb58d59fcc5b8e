-- Requests to unlock what redaction removed from a call, and what came of them.

-- A request is refused or live; a live one ends by time or by a person. words_encrypted: the other
-- reason and the justification, sealed.
CREATE TABLE unlocks (
    id TEXT PRIMARY KEY,
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    call_id TEXT NOT NULL,
    project_id TEXT NOT NULL REFERENCES projects (id),
    user_id TEXT NOT NULL REFERENCES users (id),
    scope TEXT NOT NULL,
    reason TEXT NOT NULL,
    words_encrypted BLOB NOT NULL,
    state TEXT NOT NULL,
    refusal TEXT,
    requested_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at BIGINT,
    ended_by TEXT REFERENCES users (id),
    uses BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX unlocks_live ON unlocks (call_id, user_id) WHERE state = 'live';
CREATE INDEX unlocks_by_expiry ON unlocks (expires_at) WHERE state = 'live';
CREATE INDEX unlocks_by_time ON unlocks (tenant_id, requested_at, id);

-- What was viewed (no export), or written to the files of an export.
CREATE TABLE unlock_uses (
    unlock_id TEXT NOT NULL REFERENCES unlocks (id),
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    artefact TEXT NOT NULL,
    export_id TEXT REFERENCES exports (id),
    PRIMARY KEY (unlock_id, seq)
);
