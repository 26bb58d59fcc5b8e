-- Rate limits are counted under a lock of the database; a row of its own for each bucket is not needed.
-- The names of buckets held e-mail and network addresses: those counted so far are forgotten.

DROP TABLE rate_buckets;
DELETE FROM rate_events;
CREATE INDEX rate_events_by_age ON rate_events (at);
