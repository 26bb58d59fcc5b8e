-- The country whose numbering plan a project's numbers follow; without one, that of the tenant's zone.
ALTER TABLE projects ADD COLUMN country TEXT;

-- The rules by which the numbers of a call were hashed, and those of its project: a background job
-- hashes again what is behind. A change of the country, or of the rules, raises those of the project.
ALTER TABLE projects ADD COLUMN number_rules BIGINT NOT NULL DEFAULT 1;
ALTER TABLE calls ADD COLUMN number_rules BIGINT NOT NULL DEFAULT 0;
CREATE INDEX calls_by_number_rules ON calls (project_id, number_rules);

-- A number that is searched for is looked up by its end first, since calls may spell it otherwise.
CREATE INDEX calls_by_caller_end ON calls (project_id, caller_last8_hash);
