SELECT from_state, to_state, meaning FROM step_state_edge ORDER BY from_state, to_state
