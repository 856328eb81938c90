-- Copies that are asked for and domains that are to end (services.csv: min_replicas, max_replicas).
ALTER TABLE snapshot_domain
    ADD COLUMN replica_of text,
    ADD COLUMN retire integer CHECK (retire IN (0, 1));
COMMENT ON COLUMN snapshot_domain.replica_of IS 'Domain that it is a copy of; NULL: of none';
COMMENT ON COLUMN snapshot_domain.retire IS '1: it is to end; NULL: no';
