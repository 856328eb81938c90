-- A step that cannot go is left out, and looked at again by a later apply.
UPDATE step_state_edge
SET meaning = 'left out: its preconditions are broken, it depends on a step that is left out, or the execution was given up'
WHERE from_state = 'planned' AND to_state = 'skipped';

INSERT INTO step_state_edge (from_state, to_state, meaning) VALUES
    ('skipped', 'planned', 'a later apply looks at it again');
