-- The audit log as a tree with signed heads; its events cannot be changed, and are only deleted where a
-- pruning states it.

-- HMAC-SHA-256 of the event's hash under a key of the installation, so that nobody without the key can
-- write events. NULL in events older than this column.
ALTER TABLE audit_events ADD COLUMN mac BYTEA;

CREATE INDEX audit_events_by_subject ON audit_events (tenant_id, subject, seq);
CREATE INDEX audit_events_by_actor ON audit_events (tenant_id, actor, seq);

-- Number of events of the last head that was announced to webhooks.
ALTER TABLE tenants ADD COLUMN audit_announced BIGINT NOT NULL DEFAULT 0;

-- Streamed exports that run, or that a crash left so.
CREATE INDEX exports_streaming ON exports (created_at) WHERE kind = 'stream' AND state = 'running';

-- Heads of the tree, as signed notes.
CREATE TABLE audit_heads (
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    size BIGINT NOT NULL,
    at BIGINT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (tenant_id, size)
);

-- Statements that the events up to through_seq may be deleted; hash is the last one's.
CREATE TABLE audit_prunings (
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    through_seq BIGINT NOT NULL,
    before_at BIGINT NOT NULL,
    pruned_at BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (tenant_id, through_seq),
    -- 365 days.
    CHECK (before_at <= pruned_at - 31536000000)
);

-- What remains of a deleted event: its place in the tree.
CREATE TABLE audit_pruned_leaves (
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    seq BIGINT NOT NULL,
    leaf_hash BYTEA NOT NULL,
    PRIMARY KEY (tenant_id, seq)
);

CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are not changed and not deleted', TG_TABLE_NAME;
END $$;

CREATE FUNCTION audit_events_append() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE tenants SET audit_seq = NEW.seq, audit_head = NEW.hash
    WHERE id = NEW.tenant_id AND audit_seq = NEW.seq - 1 AND audit_head = NEW.previous_hash;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'audit events are only appended';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION audit_events_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM audit_prunings p
        JOIN audit_pruned_leaves l ON l.tenant_id = p.tenant_id AND l.seq = OLD.seq
        JOIN audit_heads h ON h.tenant_id = p.tenant_id AND h.size >= p.through_seq
        WHERE p.tenant_id = OLD.tenant_id AND OLD.seq <= p.through_seq AND OLD.at < p.before_at
    ) THEN
        RAISE EXCEPTION 'audit events are not deleted';
    END IF;
    RETURN OLD;
END $$;

CREATE TRIGGER audit_events_append BEFORE INSERT ON audit_events
    FOR EACH ROW EXECUTE FUNCTION audit_events_append();
CREATE TRIGGER audit_events_unchanged BEFORE UPDATE ON audit_events
    FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_events_kept BEFORE DELETE ON audit_events
    FOR EACH ROW EXECUTE FUNCTION audit_events_kept();
CREATE TRIGGER audit_events_all_kept BEFORE TRUNCATE ON audit_events
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();

CREATE TRIGGER audit_heads_kept BEFORE UPDATE OR DELETE ON audit_heads
    FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_heads_all_kept BEFORE TRUNCATE ON audit_heads
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_prunings_kept BEFORE UPDATE OR DELETE ON audit_prunings
    FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_prunings_all_kept BEFORE TRUNCATE ON audit_prunings
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_pruned_leaves_kept BEFORE UPDATE OR DELETE ON audit_pruned_leaves
    FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_pruned_leaves_all_kept BEFORE TRUNCATE ON audit_pruned_leaves
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
