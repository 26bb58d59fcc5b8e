-- Contacts: who was on the other side of calls. An identity is a number or a verified e-mail address;
-- identities with the same contact_id are one contact. Values are sealed and found by keyed hashes.
CREATE TABLE contact_identities (
    id TEXT PRIMARY KEY,
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    contact_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    value_hash BLOB NOT NULL,
    last4_hash BLOB,
    last6_hash BLOB,
    last8_hash BLOB,
    value_encrypted BLOB NOT NULL,
    UNIQUE (tenant_id, kind, value_hash)
);
CREATE INDEX contact_identities_by_contact ON contact_identities (contact_id);
CREATE INDEX contact_identities_by_last4 ON contact_identities (tenant_id, last4_hash);
CREATE INDEX contact_identities_by_last6 ON contact_identities (tenant_id, last6_hash);
CREATE INDEX contact_identities_by_last8 ON contact_identities (tenant_id, last8_hash);

-- Calls of an identity, with the verified name that the call gave. They follow from the calls: what is
-- deleted there is deleted here, and a contact without calls does not exist for anybody.
CREATE TABLE contact_calls (
    identity_id TEXT NOT NULL REFERENCES contact_identities (id) ON DELETE CASCADE,
    call_id TEXT NOT NULL REFERENCES calls (id) ON DELETE CASCADE,
    tenant_id TEXT NOT NULL,
    project_id TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    name_encrypted BLOB,
    PRIMARY KEY (identity_id, call_id)
);
CREATE INDEX contact_calls_by_call ON contact_calls (call_id);
CREATE INDEX contact_calls_by_time ON contact_calls (tenant_id, started_at, call_id, identity_id);
CREATE INDEX contact_calls_of_identity ON contact_calls (identity_id, started_at, call_id);

-- Keyed hashes of the beginnings of the words of a verified name.
CREATE TABLE contact_words (
    word_hash BLOB NOT NULL,
    call_id TEXT NOT NULL REFERENCES calls (id) ON DELETE CASCADE,
    PRIMARY KEY (word_hash, call_id)
);
CREATE INDEX contact_words_by_call ON contact_words (call_id);

-- Pairs of identities that a person said belong to different contacts.
CREATE TABLE contact_dismissals (
    first_id TEXT NOT NULL REFERENCES contact_identities (id) ON DELETE CASCADE,
    second_id TEXT NOT NULL REFERENCES contact_identities (id) ON DELETE CASCADE,
    PRIMARY KEY (first_id, second_id)
);
CREATE INDEX contact_dismissals_by_second ON contact_dismissals (second_id);

-- Calls up to this arrival number are among the contacts; a background job adds the others, and those
-- that were there before.
ALTER TABLE tenants ADD COLUMN contacts_seq BIGINT NOT NULL DEFAULT 0;
