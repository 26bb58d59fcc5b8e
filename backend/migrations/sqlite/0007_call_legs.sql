-- Which calls a PBX's leg belongs to: its clients name legs by their ids.

CREATE TABLE call_legs (
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    leg_id TEXT NOT NULL,
    call_row INTEGER NOT NULL REFERENCES calls (row_id) ON DELETE CASCADE,
    PRIMARY KEY (tenant_id, leg_id, call_row)
) WITHOUT ROWID;
CREATE INDEX call_legs_by_call ON call_legs (call_row);

-- Calls that are there already name their legs in their details.
INSERT OR IGNORE INTO call_legs (tenant_id, leg_id, call_row)
SELECT c.tenant_id, leg.value ->> 'leg_id', c.row_id
FROM calls c
JOIN transcripts t ON t.call_row = c.row_id
JOIN json_each(t.details, '$.legs') leg
WHERE c.source = 'pbx' AND length(leg.value ->> 'leg_id') <= 255;
