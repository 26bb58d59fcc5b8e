-- Webhooks: where programs are told what happened, and the messages to them. A message is stored in
-- the transaction of what it tells of.

CREATE TABLE webhooks (
    id TEXT PRIMARY KEY,
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    name TEXT NOT NULL,
    url_encrypted BLOB NOT NULL,
    secret_encrypted BLOB NOT NULL,
    events TEXT NOT NULL,
    state TEXT NOT NULL,
    made_by TEXT NOT NULL REFERENCES users (id),
    made_at BIGINT NOT NULL,
    last_state TEXT,
    last_at BIGINT
);
CREATE INDEX webhooks_by_tenant ON webhooks (tenant_id, made_at);

CREATE TABLE webhook_projects (
    webhook_id TEXT NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
    project_id TEXT NOT NULL REFERENCES projects (id),
    PRIMARY KEY (webhook_id, project_id)
);

-- Not bound to webhooks by a key: removing one must not make the change fail that tells of itself
-- at the same moment. While a message is being sent, next_attempt_at is the end of its lease.
CREATE TABLE webhook_deliveries (
    id TEXT PRIMARY KEY,
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    webhook_id TEXT NOT NULL,
    project_id TEXT REFERENCES projects (id),
    call_id TEXT,
    event TEXT NOT NULL,
    body TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    next_attempt_at BIGINT NOT NULL,
    first_attempt_at BIGINT,
    last_attempt_at BIGINT,
    lease_id TEXT,
    status BIGINT,
    fault TEXT
);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (webhook_id, next_attempt_at)
    WHERE state = 'pending';
CREATE INDEX webhook_deliveries_by_webhook ON webhook_deliveries (webhook_id, made_at, id);
CREATE INDEX webhook_deliveries_by_age ON webhook_deliveries (made_at);
