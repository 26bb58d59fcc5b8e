-- Columns that a person saved under a name, to use them again.
CREATE TABLE export_field_sets (
    tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('calls', 'messages')),
    fields TEXT NOT NULL,
    PRIMARY KEY (user_id, name)
);
