-- Exports that outlive a request: their projects, files and downloads.

-- An export may cover several projects; position is their order in the files.
CREATE TABLE export_projects (
    export_id TEXT NOT NULL REFERENCES exports (id) ON DELETE CASCADE,
    position BIGINT NOT NULL,
    project_id TEXT NOT NULL REFERENCES projects (id),
    PRIMARY KEY (export_id, position)
);
INSERT INTO export_projects (export_id, position, project_id) SELECT id, 0, project_id FROM exports;
ALTER TABLE exports DROP COLUMN project_id;

-- The operator has no account.
ALTER TABLE exports ALTER COLUMN user_id DROP NOT NULL;

-- What a background export has beyond a streamed one. api_key_id: the key that asked for it.
-- request: everything but the filter. Idempotency keys are stored hashed.
ALTER TABLE exports ADD COLUMN api_key_id TEXT REFERENCES api_keys (id);
ALTER TABLE exports ADD COLUMN job_id TEXT;
ALTER TABLE exports ADD COLUMN request TEXT;
ALTER TABLE exports ADD COLUMN pseudonym_salt_encrypted BYTEA;
ALTER TABLE exports ADD COLUMN bytes BIGINT NOT NULL DEFAULT 0;
ALTER TABLE exports ADD COLUMN reason TEXT;
ALTER TABLE exports ADD COLUMN notes TEXT NOT NULL DEFAULT '[]';
ALTER TABLE exports ADD COLUMN expires_at BIGINT;
ALTER TABLE exports ADD COLUMN revoked_at BIGINT;
ALTER TABLE exports ADD COLUMN files_deleted_at BIGINT;
ALTER TABLE exports ADD COLUMN idempotency_hash BYTEA;
ALTER TABLE exports ADD COLUMN request_hash BYTEA;
CREATE INDEX exports_by_tenant ON exports (tenant_id, created_at);
CREATE INDEX exports_unfinished ON exports (job_id) WHERE finished_at IS NULL AND job_id IS NOT NULL;
CREATE INDEX exports_with_files ON exports (expires_at)
    WHERE expires_at IS NOT NULL AND files_deleted_at IS NULL;
CREATE UNIQUE INDEX exports_by_idempotency ON exports (api_key_id, idempotency_hash)
    WHERE idempotency_hash IS NOT NULL;

-- A file is listed once it is whole. calls_sha256 is the digest of its calls' ids, in order.
CREATE TABLE export_files (
    export_id TEXT NOT NULL REFERENCES exports (id) ON DELETE CASCADE,
    n BIGINT NOT NULL,
    name TEXT NOT NULL,
    object_key TEXT NOT NULL,
    rows_written BIGINT NOT NULL,
    calls BIGINT NOT NULL,
    bytes BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    calls_sha256 TEXT NOT NULL,
    first_arrival BIGINT NOT NULL,
    last_arrival BIGINT NOT NULL,
    crc32 BIGINT NOT NULL,
    PRIMARY KEY (export_id, n)
);

-- file names the downloaded file, or what was downloaded in its place.
CREATE TABLE export_downloads (
    export_id TEXT NOT NULL REFERENCES exports (id) ON DELETE CASCADE,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    file TEXT NOT NULL
);
CREATE INDEX export_downloads_by_export ON export_downloads (export_id, at);

-- Multipart uploads to a bucket that are not yet completed: housekeeping aborts what is left over.
CREATE TABLE export_uploads (
    object_key TEXT NOT NULL,
    upload_id TEXT NOT NULL,
    export_id TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    PRIMARY KEY (object_key, upload_id)
);
