-- When a tenant stopped keeping text from before redaction. A job removes what is stored of it, and
-- looks again for a day, since a push that began before may have stored some behind it.
ALTER TABLE tenants ADD COLUMN raw_text_removal_at BIGINT;
