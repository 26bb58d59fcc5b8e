-- Audiences: calls that were meant for one, and the people who see only some of them.

-- NULL is a call without an audience, which everybody with its project sees.
ALTER TABLE calls ADD COLUMN audience TEXT COLLATE "C";
UPDATE calls
SET audience = NULLIF(
    left(trim(replace(t.details, '\u0000', '\ufffd')::json ->> 'audience'), 200), ''
)
FROM transcripts t
WHERE t.call_row = calls.row_id AND t.details LIKE '%"audience":%';

-- NULL is every audience; otherwise a list as JSON.
ALTER TABLE users ADD COLUMN audiences TEXT;

-- Counting calls, and listing agents and outcomes, still read nothing but an index.
DROP INDEX calls_by_start;
CREATE INDEX calls_by_start ON calls
    (tenant_id, project_id, started_at, id, ingest_seq, transcript_bytes, audience);
DROP INDEX calls_by_agent;
CREATE INDEX calls_by_agent ON calls (tenant_id, project_id, agent, audience);
DROP INDEX calls_by_outcome;
CREATE INDEX calls_by_outcome ON calls (tenant_id, project_id, outcome, audience);
