-- What the actuator must find signed before it acts: the approvals that the plan's execution uses or
-- would use.
SELECT a.approver, to_char(a.expires_at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS expires_at, a.plan_digest,
       a.signature, (SELECT needed FROM approvers_needed($1::text)) AS needed
FROM usable_approvals($1::text, (SELECT execution FROM execution
                                 WHERE plan = $1::text AND state = 'open')) u
JOIN approval a USING (approval)
ORDER BY a.approval
