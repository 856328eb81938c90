-- Trigger of step: only the edges of step_state_edge.
CREATE OR REPLACE FUNCTION check_step_state() RETURNS trigger
LANGUAGE plpgsql SET search_path = vmatrix, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'planned' THEN
            RAISE EXCEPTION USING ERRCODE = 'VM001',
                MESSAGE = format('step %s cannot begin in state ''%s''', NEW.seq, NEW.state);
        END IF;
        RETURN NEW;
    END IF;
    IF NOT EXISTS (SELECT FROM step_state_edge edge
                   WHERE edge.from_state = OLD.state AND edge.to_state = NEW.state) THEN
        RAISE EXCEPTION USING ERRCODE = 'VM001',
            MESSAGE = format('step %s cannot go from ''%s'' to ''%s''', NEW.seq, OLD.state,
                             NEW.state),
            HINT = 'the table step_state_edge holds every edge there is';
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION check_step_state IS 'Refuses every change of a step''s state that is no edge of step_state_edge.';

CREATE OR REPLACE TRIGGER step_state BEFORE INSERT OR UPDATE ON step
    FOR EACH ROW EXECUTE FUNCTION check_step_state();
