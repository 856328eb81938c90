-- Whatever was decided or done, once more, each entry bound to the one before it by SHA-256. Who can
-- write to tables behind the functions' back can alter a row, but not without breaking the chain.
CREATE TABLE audit (
    entry bigint PRIMARY KEY CHECK (entry > 0),
    at text NOT NULL,
    actor text NOT NULL,
    subject text NOT NULL,
    key text NOT NULL,
    body text NOT NULL,
    previous text NOT NULL,
    hash text NOT NULL UNIQUE CHECK (hash ~ '^[0-9a-f]{64}$')
);
CREATE INDEX audit_subject ON audit (subject, key);

COMMENT ON TABLE audit IS 'Append-only chain over plans, approvals, their use, limits, switches and the journal; ''vmatrix audit verify'' proves it whole.';
COMMENT ON COLUMN audit.entry IS 'Place in the chain, without gaps: the order of commits.';
COMMENT ON COLUMN audit.at IS 'When the transaction was about to commit: ISO 8601, UTC, microseconds.';
COMMENT ON COLUMN audit.actor IS 'Login role of the session.';
COMMENT ON COLUMN audit.subject IS 'Table of the row.';
COMMENT ON COLUMN audit.key IS 'Primary key of the row.';
COMMENT ON COLUMN audit.body IS 'JSON of what was done (insert, update or delete) and of the row; large documents as their SHA-256.';
COMMENT ON COLUMN audit.previous IS 'Hash of the entry before; 64 zeros for the first.';
COMMENT ON COLUMN audit.hash IS 'SHA-256 of previous, entry, at, actor, subject, key and body, a line feed between each.';

CREATE TABLE audit_head (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    entry bigint NOT NULL,
    hash text NOT NULL
);

COMMENT ON TABLE audit_head IS 'One row: the last entry of the chain; locked by whoever appends.';
COMMENT ON COLUMN audit_head.only_row IS 'Keeps the table at one row.';
COMMENT ON COLUMN audit_head.entry IS 'Number of the last entry.';
COMMENT ON COLUMN audit_head.hash IS 'Its hash.';

INSERT INTO audit_head (entry, hash) VALUES (0, repeat('0', 64));

-- Rows that are older than the chain have no entry in it.
CREATE TABLE audit_before (
    subject text NOT NULL,
    key text NOT NULL,
    PRIMARY KEY (subject, key)
);

COMMENT ON TABLE audit_before IS 'Rows that were there before the chain began.';
COMMENT ON COLUMN audit_before.subject IS 'Table of the row.';
COMMENT ON COLUMN audit_before.key IS 'Primary key of the row.';

INSERT INTO audit_before SELECT 'plan', plan FROM plan;
INSERT INTO audit_before SELECT 'approval', approval::text FROM approval;
INSERT INTO audit_before SELECT 'approval_use', approval::text FROM approval_use;
INSERT INTO audit_before SELECT 'journal', entry::text FROM journal;

GRANT SELECT ON audit, audit_head, audit_before TO vmatrix_auditor;
