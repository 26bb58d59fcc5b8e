-- Work that outlives a request, and leases: a resource has one holder at a time.

-- A higher fence was given later. A holder that was thought dead is known by its lower one.
CREATE TABLE leases (
    resource TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    fence BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    cancel_requested BOOLEAN NOT NULL
);

-- The lease of a running job is a row of its own (resource job:<id>), so that a heartbeat never waits
-- for a long checkpoint. The counters begin anew with each checkpoint.
CREATE TABLE jobs (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    tenant_id TEXT REFERENCES tenants (id),
    dedup_key TEXT,
    payload TEXT NOT NULL,
    state TEXT NOT NULL,
    run_after BIGINT NOT NULL,
    fence BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    lost_leases BIGINT NOT NULL,
    checkpoint TEXT,
    reason TEXT,
    created_at BIGINT NOT NULL,
    finished_at BIGINT
);
CREATE INDEX jobs_unfinished ON jobs (kind, run_after) WHERE finished_at IS NULL;
CREATE UNIQUE INDEX jobs_once ON jobs (kind, dedup_key) WHERE finished_at IS NULL;
CREATE INDEX jobs_by_end ON jobs (finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX jobs_by_key ON jobs (kind, dedup_key, finished_at);

-- Short-lived: what they held is over when a new version starts.
DROP TABLE export_leases;
DROP TABLE pbx_leases;

-- Messages of a webhook are sent by the job that holds its lease. next_attempt_at of a message that is
-- on its way is when it is tried again if nothing more is heard of the attempt.
ALTER TABLE webhook_deliveries DROP COLUMN lease_id;

-- Housekeeping finds what is over.
CREATE INDEX recording_grants_by_end ON recording_grants (expires_at);
CREATE INDEX recording_links_by_end ON recording_links (expires_at);
