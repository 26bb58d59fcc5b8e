-- Imports: each run of the command, the calls it took, and what was decided about playing them.

CREATE TABLE imports (
    id TEXT PRIMARY KEY,
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    project_id TEXT NOT NULL REFERENCES projects (id),
    format TEXT NOT NULL,
    files TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    finished_at BIGINT,
    taken BIGINT NOT NULL,
    extended BIGINT NOT NULL,
    unchanged BIGINT NOT NULL,
    refused BIGINT NOT NULL
);
CREATE INDEX imports_by_start ON imports (tenant_id, started_at);

-- Empty for calls that were taken before imports had names.
ALTER TABLE calls ADD COLUMN import_id TEXT REFERENCES imports (id);
-- Whether the source neither allowed nor forbade that the call is played.
ALTER TABLE calls ADD COLUMN left_open BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX calls_by_import ON calls (import_id, left_open, id) WHERE has_recording;

CREATE TABLE import_decisions (
    import_id TEXT PRIMARY KEY REFERENCES imports (id),
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    consent TEXT NOT NULL,
    playback_compliance TEXT NOT NULL,
    evidence_encrypted BYTEA NOT NULL,
    decided_by TEXT NOT NULL REFERENCES users (id),
    decided_at BIGINT NOT NULL
);
