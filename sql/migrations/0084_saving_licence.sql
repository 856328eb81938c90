-- Licences in the savings ledger: what each licence costs on each host that a plan frees of it, or that
-- comes to need it.
ALTER TABLE saving_baseline ADD COLUMN licence label;
COMMENT ON COLUMN saving_baseline.licence IS 'Licence that is freed or needed on the host; NULL: the component is no licence';
COMMENT ON COLUMN saving_baseline.host IS 'Host that is switched, freed of a licence or comes to need it';
COMMENT ON TABLE saving_baseline IS 'What each host that a plan switches, and each licence that it frees or needs on a host, costs a month of 730 h, frozen when the plan is approved; append-only';

ALTER TABLE saving_baseline DROP CONSTRAINT saving_baseline_component_check,
    ADD CONSTRAINT saving_baseline_component_check
        CHECK (component IN ('machine', 'administration', 'energy_idle', 'licence')),
    ADD CONSTRAINT saving_baseline_licence_check CHECK ((component = 'licence') = (licence IS NOT NULL)),
    DROP CONSTRAINT saving_baseline_pkey,
    ADD CONSTRAINT saving_baseline_once UNIQUE NULLS NOT DISTINCT (approval, host, component, licence);

-- One trigger sees every change of a domain, its licences included.
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_catalog.pg_trigger
               WHERE tgrelid = 'vmatrix.domain'::regclass AND tgname = 'record_domain_licence') THEN
        DROP TRIGGER record_domain_licence ON domain;
    END IF;
END
$$;
