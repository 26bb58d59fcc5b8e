-- The portal's first schema. Times are milliseconds UTC, ids are UUIDs as text; every *_encrypted
-- column is AES-256-GCM under the tenant's key.

CREATE TABLE installation (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    master_key_check BLOB NOT NULL
);

CREATE TABLE tenants (
    id TEXT PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    wrapped_key BLOB NOT NULL,
    keep_raw_text BOOLEAN NOT NULL,
    staff_playback BOOLEAN NOT NULL,
    recording_download BOOLEAN NOT NULL,
    ingest_seq BIGINT NOT NULL,
    audit_seq BIGINT NOT NULL,
    audit_head BLOB NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE projects (
    id TEXT PRIMARY KEY,
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (tenant_id, slug)
);

CREATE TABLE users (
    id TEXT PRIMARY KEY,
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    disabled_at BIGINT
);

CREATE TABLE user_projects (
    user_id TEXT NOT NULL REFERENCES users (id),
    project_id TEXT NOT NULL REFERENCES projects (id),
    PRIMARY KEY (user_id, project_id)
);

CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,
    user_id TEXT NOT NULL REFERENCES users (id),
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL
);
CREATE INDEX sessions_by_user ON sessions (user_id);

-- One row a bucket is the lock under which its events are counted.
CREATE TABLE rate_buckets (
    bucket TEXT PRIMARY KEY,
    touched_at BIGINT NOT NULL
);

CREATE TABLE rate_events (
    id TEXT PRIMARY KEY,
    bucket TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX rate_events_by_bucket ON rate_events (bucket, at);

CREATE TABLE calls (
    row_id INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    project_id TEXT NOT NULL REFERENCES projects (id),
    source TEXT NOT NULL,
    source_id TEXT NOT NULL,
    ingest_seq BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    ended_at BIGINT,
    end_reason TEXT,
    channel TEXT NOT NULL,
    direction TEXT NOT NULL,
    status TEXT NOT NULL,
    source_status TEXT NOT NULL,
    caller_encrypted BLOB,
    caller_hash BLOB,
    caller_last4_hash BLOB,
    caller_last6_hash BLOB,
    caller_last8_hash BLOB,
    callee_encrypted BLOB,
    agent TEXT,
    total_seconds BIGINT NOT NULL,
    ring_seconds BIGINT,
    talk_seconds BIGINT,
    hold_seconds BIGINT,
    outcome TEXT,
    sentiment TEXT,
    summary TEXT,
    has_recording BOOLEAN NOT NULL,
    transcript_state TEXT NOT NULL,
    transcript_bytes BIGINT NOT NULL,
    UNIQUE (tenant_id, source, source_id)
);
-- Counting and measuring what an export would hold reads nothing but this index.
CREATE INDEX calls_by_start ON calls
    (tenant_id, project_id, started_at, id, ingest_seq, transcript_bytes);
CREATE INDEX calls_by_length ON calls (tenant_id, project_id, total_seconds, id);
CREATE INDEX calls_by_arrival ON calls (tenant_id, ingest_seq);
CREATE INDEX calls_by_caller ON calls (tenant_id, project_id, caller_hash);
CREATE INDEX calls_by_agent ON calls (tenant_id, project_id, agent);
CREATE INDEX calls_by_outcome ON calls (tenant_id, project_id, outcome);

-- Redacted text, and beside it what it was made from, encrypted. What exports read comes first, so
-- that they need not pass over the rest.
CREATE TABLE transcripts (
    call_row INTEGER PRIMARY KEY REFERENCES calls (row_id) ON DELETE CASCADE,
    collapsed TEXT NOT NULL,
    turns TEXT NOT NULL,
    details TEXT NOT NULL,
    raw_text_encrypted BLOB,
    customer_encrypted BLOB,
    source_encrypted BLOB NOT NULL
);

-- Words of redacted summaries and transcripts, spelled in ASCII by the product, so that both
-- databases find the same calls.
CREATE VIRTUAL TABLE call_words USING fts5 (
    words, content = '', contentless_delete = 1, tokenize = 'ascii', detail = 'none'
);

CREATE TABLE exports (
    id TEXT PRIMARY KEY,
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    user_id TEXT NOT NULL REFERENCES users (id),
    project_id TEXT NOT NULL REFERENCES projects (id),
    kind TEXT NOT NULL,
    format TEXT NOT NULL,
    state TEXT NOT NULL,
    filter_encrypted BLOB NOT NULL,
    options TEXT NOT NULL,
    file_name TEXT NOT NULL,
    ingest_bound BIGINT NOT NULL,
    matched BIGINT NOT NULL,
    written BIGINT NOT NULL,
    omitted BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    finished_at BIGINT
);
CREATE INDEX exports_by_user ON exports (tenant_id, user_id, created_at);

CREATE TABLE export_leases (
    tenant_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    export_id TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    cancel_requested BOOLEAN NOT NULL,
    PRIMARY KEY (tenant_id, user_id)
);

-- Append-only and chained: hash = SHA-256 over the record and the hash before it.
CREATE TABLE audit_events (
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL,
    detail_encrypted BLOB,
    previous_hash BLOB NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (tenant_id, seq)
);
