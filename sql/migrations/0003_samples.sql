-- What was measured. NULL is "not told", never 0.

CREATE TABLE ingest_batch (
    batch uuid PRIMARY KEY,
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended_at timestamptz,
    collected_by text NOT NULL DEFAULT session_user,
    n_hosts integer NOT NULL DEFAULT 0 CHECK (n_hosts >= 0),
    n_domains integer NOT NULL DEFAULT 0 CHECK (n_domains >= 0),
    n_unreachable integer NOT NULL DEFAULT 0 CHECK (n_unreachable >= 0)
);
CREATE INDEX ingest_batch_time ON ingest_batch (started_at);
COMMENT ON TABLE ingest_batch IS 'Rounds of the collector; each is one transaction and is stored once';
COMMENT ON COLUMN ingest_batch.batch IS 'UUID that the collector made';
COMMENT ON COLUMN ingest_batch.started_at IS 'When it began to be stored';
COMMENT ON COLUMN ingest_batch.ended_at IS 'When it was complete';
COMMENT ON COLUMN ingest_batch.collected_by IS 'Login role of the collector';
COMMENT ON COLUMN ingest_batch.n_hosts IS 'Hosts that answered';
COMMENT ON COLUMN ingest_batch.n_domains IS 'Domains in it';
COMMENT ON COLUMN ingest_batch.n_unreachable IS 'Hosts that did not answer';

CREATE TABLE ingest_note (
    note_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    batch uuid NOT NULL REFERENCES ingest_batch,
    host_id integer NOT NULL REFERENCES host,
    domain text,
    note text NOT NULL
);
CREATE INDEX ingest_note_batch ON ingest_note (batch);
COMMENT ON TABLE ingest_note IS 'What a round could not take: a host without answer, a domain with an unusable name';
COMMENT ON COLUMN ingest_note.note_id IS 'Identity';
COMMENT ON COLUMN ingest_note.batch IS 'Round';
COMMENT ON COLUMN ingest_note.host_id IS 'Host it is about';
COMMENT ON COLUMN ingest_note.domain IS 'Domain it is about; NULL: the host';
COMMENT ON COLUMN ingest_note.note IS 'What happened';

CREATE TABLE host_sample (
    sampled_at timestamptz NOT NULL,
    host_id integer NOT NULL,
    batch uuid NOT NULL,
    n_cpus integer CHECK (n_cpus > 0),
    memory_mib amount,
    free_memory_mib amount,
    cpu_time_ns counter,
    PRIMARY KEY (host_id, sampled_at)
) PARTITION BY RANGE (sampled_at);
COMMENT ON TABLE host_sample IS 'Measurements of hosts, a partition a day; without foreign keys, for the speed of storing';
COMMENT ON COLUMN host_sample.sampled_at IS 'When the counters were read';
COMMENT ON COLUMN host_sample.host_id IS 'Host';
COMMENT ON COLUMN host_sample.batch IS 'Round';
COMMENT ON COLUMN host_sample.n_cpus IS 'CPUs';
COMMENT ON COLUMN host_sample.memory_mib IS 'Memory, MiB';
COMMENT ON COLUMN host_sample.free_memory_mib IS 'Free memory, MiB';
COMMENT ON COLUMN host_sample.cpu_time_ns IS 'Busy time of all CPUs since its start, ns';

CREATE TABLE domain_sample (
    sampled_at timestamptz NOT NULL,
    domain_id bigint NOT NULL,
    host_id integer NOT NULL,
    batch uuid NOT NULL,
    state text NOT NULL CHECK (state IN ('running', 'paused', 'shutoff', 'crashed', 'unknown')),
    start_token text,
    n_vcpus integer CHECK (n_vcpus > 0),
    memory_mib amount,
    cpu_time_ns counter,
    balloon_mib amount,
    rss_mib amount,
    block_requests counter,
    block_bytes counter,
    network_rx_bytes counter,
    network_tx_bytes counter,
    PRIMARY KEY (domain_id, host_id, sampled_at)
) PARTITION BY RANGE (sampled_at);
COMMENT ON TABLE domain_sample IS 'Measurements of domains, a partition a day; without foreign keys, for the speed of storing';
COMMENT ON COLUMN domain_sample.sampled_at IS 'When the counters were read';
COMMENT ON COLUMN domain_sample.domain_id IS 'Domain';
COMMENT ON COLUMN domain_sample.host_id IS 'Host that told it';
COMMENT ON COLUMN domain_sample.batch IS 'Round';
COMMENT ON COLUMN domain_sample.state IS 'State on that host';
COMMENT ON COLUMN domain_sample.start_token IS 'Changes when counters begin anew: a start, or a move to this host';
COMMENT ON COLUMN domain_sample.n_vcpus IS 'Virtual CPUs';
COMMENT ON COLUMN domain_sample.memory_mib IS 'Configured maximum of memory, MiB';
COMMENT ON COLUMN domain_sample.cpu_time_ns IS 'CPU time used since its start there, ns';
COMMENT ON COLUMN domain_sample.balloon_mib IS 'Memory the guest may use now, MiB';
COMMENT ON COLUMN domain_sample.rss_mib IS 'Memory resident on the host, MiB';
COMMENT ON COLUMN domain_sample.block_requests IS 'Disk requests since its start there';
COMMENT ON COLUMN domain_sample.block_bytes IS 'Bytes read and written since its start there';
COMMENT ON COLUMN domain_sample.network_rx_bytes IS 'Bytes received since its start there';
COMMENT ON COLUMN domain_sample.network_tx_bytes IS 'Bytes sent since its start there';

CREATE TABLE host_observation (
    host_id integer PRIMARY KEY REFERENCES host,
    answered_at timestamptz,
    unreachable_at timestamptz,
    reason text,
    cpu_model label,
    n_cpus integer CHECK (n_cpus > 0),
    memory_mib amount,
    CHECK ((unreachable_at IS NULL) = (reason IS NULL))
);
COMMENT ON TABLE host_observation IS 'What is known of a host from its last answer';
COMMENT ON COLUMN host_observation.host_id IS 'Host';
COMMENT ON COLUMN host_observation.answered_at IS 'Last answer; NULL: never';
COMMENT ON COLUMN host_observation.unreachable_at IS 'Last round without its answer, where none answered since';
COMMENT ON COLUMN host_observation.reason IS 'Why there was no answer';
COMMENT ON COLUMN host_observation.cpu_model IS 'CPU model it told';
COMMENT ON COLUMN host_observation.n_cpus IS 'CPUs it told last';
COMMENT ON COLUMN host_observation.memory_mib IS 'Memory it told last, MiB';

CREATE TABLE placement (
    domain_id bigint NOT NULL REFERENCES domain,
    host_id integer NOT NULL REFERENCES host,
    state text NOT NULL CHECK (state IN ('running', 'paused', 'shutoff', 'crashed', 'unknown')),
    since timestamptz NOT NULL,
    observed_at timestamptz NOT NULL,
    batch uuid NOT NULL REFERENCES ingest_batch,
    n_vcpus integer CHECK (n_vcpus > 0),
    memory_mib amount,
    PRIMARY KEY (domain_id, host_id)
);
CREATE INDEX placement_host ON placement (host_id);
COMMENT ON TABLE placement IS 'Where each domain was last observed; two rows running at once are a conflict';
COMMENT ON COLUMN placement.domain_id IS 'Domain';
COMMENT ON COLUMN placement.host_id IS 'Host that listed it in its last answer';
COMMENT ON COLUMN placement.state IS 'State there';
COMMENT ON COLUMN placement.since IS 'First observed there';
COMMENT ON COLUMN placement.observed_at IS 'Last observed there';
COMMENT ON COLUMN placement.batch IS 'Round of that';
COMMENT ON COLUMN placement.n_vcpus IS 'Virtual CPUs';
COMMENT ON COLUMN placement.memory_mib IS 'Configured maximum of memory, MiB';

GRANT SELECT ON ingest_batch, ingest_note, host_sample, domain_sample, host_observation, placement
    TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
GRANT SELECT ON ingest_batch, host_observation TO vmatrix_collector;
