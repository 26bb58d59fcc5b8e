-- The last reports that a receiver refused: when and why, without what they said.
CREATE TABLE refused_reports (
    id TEXT NOT NULL PRIMARY KEY,
    tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    receiver TEXT NOT NULL,
    refused_at BIGINT NOT NULL,
    reason TEXT NOT NULL
);
CREATE INDEX refused_reports_by_receiver ON refused_reports (tenant_id, receiver, refused_at);
