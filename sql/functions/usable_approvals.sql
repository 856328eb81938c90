-- The approvals under which an execution of the plan may act now: of each approver the last decision
-- since the last rejection, if it holds.
CREATE OR REPLACE FUNCTION usable_approvals(p_plan text, p_execution bigint)
RETURNS TABLE (approval bigint, approver name)
LANGUAGE sql STABLE SET search_path = vmatrix, pg_temp AS $$
    SELECT l.approval, l.approver
    FROM (SELECT DISTINCT ON (a.approver) a.*
          FROM vmatrix.approval a
          WHERE a.plan = p_plan
            AND a.approval > coalesce((SELECT max(r.approval) FROM vmatrix.approval r
                                       WHERE r.plan = p_plan AND r.decision = 'rejected'), 0)
          ORDER BY a.approver, a.approval DESC) l
    JOIN vmatrix.plan p ON p.plan = l.plan AND p.plan_digest = l.plan_digest
    LEFT JOIN approval_use u ON u.approval = l.approval
    WHERE l.expires_at > clock_timestamp()
      AND (u.execution IS NULL OR u.execution = p_execution)
$$;

COMMENT ON FUNCTION usable_approvals IS 'Approvals not rejected, not expired, of the plan''s digest, and unused but by that execution (NULL: by none); one for each approver.';

REVOKE ALL ON FUNCTION usable_approvals FROM PUBLIC;
GRANT EXECUTE ON FUNCTION usable_approvals
    TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
