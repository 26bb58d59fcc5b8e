-- What people do with calls: an append-only history, and the follow-up it leads to.

CREATE TABLE review_events (
    call_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    at BIGINT NOT NULL,
    author_id TEXT NOT NULL REFERENCES users (id),
    action TEXT NOT NULL,
    turn BIGINT,
    old_text TEXT,
    new_text TEXT,
    reason TEXT,
    dispute BIGINT,
    assignee_id TEXT REFERENCES users (id),
    PRIMARY KEY (call_id, seq)
);

ALTER TABLE calls ADD COLUMN review_seq BIGINT NOT NULL DEFAULT 0;
ALTER TABLE calls ADD COLUMN review_state TEXT NOT NULL DEFAULT 'new';
ALTER TABLE calls ADD COLUMN assignee_id TEXT REFERENCES users (id);
CREATE INDEX calls_by_review ON calls (tenant_id, project_id, review_state, started_at, id);
CREATE INDEX calls_by_assignee ON calls (tenant_id, project_id, assignee_id, started_at, id);
