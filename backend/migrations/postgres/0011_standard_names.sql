-- Columns that did not have the standard names.
ALTER TABLE transcripts RENAME COLUMN collapsed TO one_line_transcript;
ALTER TABLE api_keys RENAME COLUMN made_by TO created_by;
ALTER TABLE api_keys RENAME COLUMN made_at TO created_at;
ALTER TABLE webhooks RENAME COLUMN made_by TO created_by;
ALTER TABLE webhooks RENAME COLUMN made_at TO created_at;
ALTER TABLE webhook_deliveries RENAME COLUMN made_at TO created_at;
