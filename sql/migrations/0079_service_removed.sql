-- A service can be taken away; its row stays for the history that names it.

ALTER TABLE service ADD removed_at timestamptz;
COMMENT ON COLUMN service.removed_at IS 'When it was taken away; NULL: it is in';
