-- Keys of other people's programs. Only hashes of secrets are kept; lists are JSON.

CREATE TABLE api_keys (
    id TEXT PRIMARY KEY,
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    identifier TEXT NOT NULL,
    secret_hash BYTEA NOT NULL UNIQUE,
    scopes TEXT NOT NULL,
    addresses TEXT NOT NULL,
    origins TEXT NOT NULL,
    requests_per_minute BIGINT NOT NULL,
    made_by TEXT NOT NULL REFERENCES users (id),
    made_at BIGINT NOT NULL,
    expires_at BIGINT,
    revoked_at BIGINT,
    last_used_at BIGINT
);
CREATE INDEX api_keys_by_tenant ON api_keys (tenant_id, made_at);

CREATE TABLE api_key_projects (
    api_key_id TEXT NOT NULL REFERENCES api_keys (id),
    project_id TEXT NOT NULL REFERENCES projects (id),
    PRIMARY KEY (api_key_id, project_id)
);

-- Leave to fetch one recording, given with an export and decided anew at each fetch. Without a key
-- it was given to a person.
CREATE TABLE recording_links (
    token_hash BYTEA PRIMARY KEY,
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    api_key_id TEXT REFERENCES api_keys (id),
    user_id TEXT REFERENCES users (id),
    call_id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

-- Programs name a call as its source does.
CREATE INDEX calls_by_source_id ON calls (tenant_id, source_id);
