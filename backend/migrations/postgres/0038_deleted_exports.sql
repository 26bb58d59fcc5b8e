-- When the entry of an ended export was deleted. The row stays: uses of unlocks and answers refer to it.

ALTER TABLE exports ADD COLUMN deleted_at BIGINT;
