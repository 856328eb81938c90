-- CPUs as hosts have them and guests see them, and what libvirt says of which runs where.

CREATE TABLE cpu (
    cpu_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    cpu_xml text NOT NULL CHECK (octet_length(cpu_xml) <= 65536),
    model label NOT NULL
);
CREATE UNIQUE INDEX cpu_once ON cpu (md5(cpu_xml));
COMMENT ON TABLE cpu IS 'CPUs of hosts and guests, each once';
COMMENT ON COLUMN cpu.cpu_id IS 'Identity';
COMMENT ON COLUMN cpu.cpu_xml IS 'Element cpu for libvirt''s comparison, features in order';
COMMENT ON COLUMN cpu.model IS 'Name of its model';

ALTER TABLE host_observation ADD cpu_id integer REFERENCES cpu;
COMMENT ON COLUMN host_observation.cpu_id IS 'CPU as last told; NULL: never told';

ALTER TABLE domain
    ADD cpu_kind text CONSTRAINT "a guest's CPU is named, host or emulated"
        CHECK (cpu_kind IN ('named', 'host', 'emulated')),
    ADD cpu_id integer REFERENCES cpu,
    ADD cpu_model label,
    ADD CHECK ((cpu_kind IS NOT DISTINCT FROM 'named') = (cpu_id IS NOT NULL));
COMMENT ON COLUMN domain.cpu_kind IS 'named: a CPU of its own; host: its host''s as it is; emulated: by software; NULL: not told';
COMMENT ON COLUMN domain.cpu_id IS 'The CPU of its own as last told';
COMMENT ON COLUMN domain.cpu_model IS 'CPU model that it sees as declared; NULL: as observed';

CREATE TABLE cpu_comparison (
    host_id integer NOT NULL REFERENCES host,
    cpu_id integer NOT NULL REFERENCES cpu,
    host_cpu_id integer NOT NULL REFERENCES cpu,
    runs boolean NOT NULL,
    compared_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (host_id, cpu_id)
);
COMMENT ON TABLE cpu_comparison IS 'libvirt''s answers: whether a guest that sees the CPU runs on the host';
COMMENT ON COLUMN cpu_comparison.host_id IS 'Host that was asked';
COMMENT ON COLUMN cpu_comparison.cpu_id IS 'CPU that it was asked about';
COMMENT ON COLUMN cpu_comparison.host_cpu_id IS 'CPU that the host had then: with another one the answer is void';
COMMENT ON COLUMN cpu_comparison.runs IS 'True: the host''s CPU is the same or has more';
COMMENT ON COLUMN cpu_comparison.compared_at IS 'When';

CREATE TABLE cpu_model (
    cpu_model label PRIMARY KEY,
    runs_on text[] NOT NULL DEFAULT '{}'
);
COMMENT ON TABLE cpu_model IS 'What CPU models run on as declared; it goes before what was compared';
COMMENT ON COLUMN cpu_model.cpu_model IS 'CPU model that a guest sees';
COMMENT ON COLUMN cpu_model.runs_on IS 'CPU models whose hosts it may be moved to besides its own';

GRANT SELECT ON cpu, cpu_comparison, cpu_model
    TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
