-- Recordings: what is kept of each, who decided that it may be played, and leave to reach it.

-- By the call's id, which stays when a call is stored anew with more legs.
CREATE TABLE recordings (
    call_id TEXT PRIMARY KEY,
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    media_state TEXT NOT NULL,
    object_key TEXT,
    content_type TEXT,
    bytes BIGINT,
    duration_ms BIGINT,
    peaks BYTEA,
    stored_at BIGINT NOT NULL
);

CREATE TABLE playback_decisions (
    call_id TEXT PRIMARY KEY,
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    consent TEXT NOT NULL,
    playback_compliance TEXT NOT NULL,
    evidence_encrypted BYTEA NOT NULL,
    decided_by TEXT NOT NULL REFERENCES users (id),
    decided_at BIGINT NOT NULL
);

-- Only a hash of each grant's token is kept.
CREATE TABLE recording_grants (
    token_hash BYTEA PRIMARY KEY,
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    user_id TEXT NOT NULL REFERENCES users (id),
    session_id TEXT NOT NULL,
    project_id TEXT NOT NULL REFERENCES projects (id),
    call_id TEXT NOT NULL,
    action TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    last_used_at BIGINT
);
