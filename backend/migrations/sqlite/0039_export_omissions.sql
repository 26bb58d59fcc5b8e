-- Why matching calls are not in the files of an export, and recordings not in its archives: lists of
-- reasons with their numbers, as JSON.

ALTER TABLE exports ADD COLUMN omitted_reasons TEXT NOT NULL DEFAULT '[]';
ALTER TABLE exports ADD COLUMN recordings_omitted TEXT NOT NULL DEFAULT '[]';

-- Calls that matched in each project when the export was requested; NULL in older exports.
ALTER TABLE export_projects ADD COLUMN matched BIGINT;
