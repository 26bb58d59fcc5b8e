-- Which calls a PBX's leg belongs to: its clients name legs by their ids.

CREATE TABLE call_legs (
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    leg_id TEXT COLLATE "C" NOT NULL,
    call_row BIGINT NOT NULL REFERENCES calls (row_id) ON DELETE CASCADE,
    PRIMARY KEY (tenant_id, leg_id, call_row)
);
CREATE INDEX call_legs_by_call ON call_legs (call_row);

-- Calls that are there already name their legs in their details. JSON's NUL is no text here.
INSERT INTO call_legs (tenant_id, leg_id, call_row)
SELECT DISTINCT c.tenant_id, leg.value ->> 'leg_id', c.row_id
FROM calls c
JOIN transcripts t ON t.call_row = c.row_id
CROSS JOIN LATERAL json_array_elements(
    CASE WHEN t.details NOT LIKE '%\\u0000%' THEN t.details::json -> 'legs' END
) AS leg (value)
WHERE c.source = 'pbx' AND length(leg.value ->> 'leg_id') <= 255;
