-- What ties domains to hosts by their XML: networks, storage pools, devices. Kept apart from what
-- people say (tags, requires, rules).

ALTER TABLE host_observation ADD networks text[], ADD pools text[];
COMMENT ON COLUMN host_observation.networks IS 'Active networks as last told; NULL: never told';
COMMENT ON COLUMN host_observation.pools IS 'Active storage pools as last told; NULL: never told';

ALTER TABLE domain
    ADD xml_requires text[] NOT NULL DEFAULT '{}',
    ADD stays_because text CHECK (stays_because <> ''),
    ADD may_move_cold boolean NOT NULL DEFAULT false,
    ADD heed_xml boolean NOT NULL DEFAULT true;
COMMENT ON COLUMN domain.xml_requires IS 'Tags that its XML asks of a host: net:NETWORK, pool:POOL';
COMMENT ON COLUMN domain.stays_because IS 'Why its XML ties it to its host; NULL: it does not';
COMMENT ON COLUMN domain.may_move_cold IS 'True: for that it can be moved when it is shut down';
COMMENT ON COLUMN domain.heed_xml IS 'False: a person answers for it; what its XML asks for is not heeded';
