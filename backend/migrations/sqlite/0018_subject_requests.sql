-- Requests of persons for their own data, and contacts that were joined into others.

-- A joined contact has no identities any more; what still names it leads to the contact that it joined.
CREATE TABLE contact_merges (
    merged_id TEXT PRIMARY KEY,
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    contact_id TEXT NOT NULL
);
CREATE INDEX contact_merges_by_contact ON contact_merges (contact_id);

-- contact_id follows the contact when it is joined into another. export_id: the latest bundle.
CREATE TABLE subject_requests (
    id TEXT PRIMARY KEY,
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    contact_id TEXT NOT NULL,
    reason TEXT NOT NULL,
    opened_by TEXT NOT NULL REFERENCES users (id),
    opened_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    export_id TEXT NOT NULL REFERENCES exports (id),
    state TEXT NOT NULL,
    closed_by TEXT REFERENCES users (id),
    closed_at BIGINT
);
CREATE INDEX subject_requests_by_contact ON subject_requests (contact_id);
CREATE INDEX subject_requests_open ON subject_requests (tenant_id, due_at) WHERE state = 'open';
