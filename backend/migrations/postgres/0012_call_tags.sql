-- Tags by which calls are found: those of their sources and those of people.

CREATE TABLE call_tags (
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    project_id TEXT NOT NULL REFERENCES projects (id),
    tag TEXT COLLATE "C" NOT NULL,
    call_row BIGINT NOT NULL REFERENCES calls (row_id) ON DELETE CASCADE,
    PRIMARY KEY (tag, call_row)
);
CREATE INDEX call_tags_by_project ON call_tags (project_id, tag, call_row);
CREATE INDEX call_tags_by_call ON call_tags (call_row);

-- Calls that are there already name their source's tags in their details. JSON's NUL is no text
-- here.
INSERT INTO call_tags (tenant_id, project_id, tag, call_row)
SELECT DISTINCT c.tenant_id, c.project_id, tag.value, c.row_id
FROM calls c
JOIN transcripts t ON t.call_row = c.row_id
CROSS JOIN LATERAL jsonb_array_elements_text(
    CASE WHEN t.details NOT LIKE '%\\u0000%' THEN t.details::jsonb -> 'tags' END
) AS tag (value)
WHERE length(tag.value) BETWEEN 1 AND 200;

-- A tag of a person stands as its last event says, whatever the source has.
DELETE FROM call_tags
WHERE EXISTS (
    SELECT 1
    FROM calls c
    JOIN review_events e ON e.call_id = c.id
    WHERE c.row_id = call_tags.call_row AND e.new_text = call_tags.tag AND e.action = 'untag'
        AND NOT EXISTS (
            SELECT 1 FROM review_events later
            WHERE later.call_id = e.call_id AND later.new_text = e.new_text
                AND later.action = 'tag' AND later.seq > e.seq
        )
);
INSERT INTO call_tags (tenant_id, project_id, tag, call_row)
SELECT DISTINCT c.tenant_id, c.project_id, e.new_text, c.row_id
FROM calls c
JOIN review_events e ON e.call_id = c.id
WHERE e.action = 'tag'
    AND NOT EXISTS (
        SELECT 1 FROM review_events later
        WHERE later.call_id = e.call_id AND later.new_text = e.new_text
            AND later.action = 'untag' AND later.seq > e.seq
    )
ON CONFLICT (tag, call_row) DO NOTHING;
