-- The PBX interface: how a tenant's PBX displays time, tokens of its clients, and files being made.

ALTER TABLE tenants ADD COLUMN date_order TEXT NOT NULL DEFAULT 'ymd';
ALTER TABLE tenants ADD COLUMN clock_face TEXT NOT NULL DEFAULT '24';

CREATE UNIQUE INDEX api_keys_by_client ON api_keys (identifier) WHERE kind = 'pbx_client';

-- Only hashes of tokens are kept.
CREATE TABLE pbx_tokens (
    access_hash BYTEA PRIMARY KEY,
    refresh_hash BYTEA NOT NULL UNIQUE,
    api_key_id TEXT NOT NULL REFERENCES api_keys (id),
    expires_at BIGINT NOT NULL,
    refresh_expires_at BIGINT NOT NULL
);
CREATE INDEX pbx_tokens_by_client ON pbx_tokens (api_key_id, expires_at);

-- What a file will hold; it is made when it is fetched.
CREATE TABLE pbx_downloads (
    file_name TEXT PRIMARY KEY,
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    api_key_id TEXT NOT NULL REFERENCES api_keys (id),
    filter_encrypted BYTEA NOT NULL,
    ingest_bound BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

-- One heavy request of a client at a time.
CREATE TABLE pbx_leases (
    api_key_id TEXT PRIMARY KEY REFERENCES api_keys (id),
    lease_id TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
