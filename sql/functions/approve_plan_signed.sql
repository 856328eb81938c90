-- The same with a signature, which holds the time of expiry and so is made before the database is asked.
CREATE OR REPLACE FUNCTION approve_plan_signed(p_plan text, p_digest text,
                                               p_expires_at timestamptz, p_signature text)
RETURNS timestamptz LANGUAGE plpgsql SECURITY DEFINER SET search_path = vmatrix, pg_temp AS $$
BEGIN
    IF coalesce(p_signature, '') !~ '^-----BEGIN SSH SIGNATURE-----\s' THEN
        RAISE EXCEPTION USING ERRCODE = 'VM002', MESSAGE = 'this is no signature of ssh-keygen';
    END IF;
    RETURN record_approval(p_plan, p_digest, p_expires_at, p_signature);
END
$$;

COMMENT ON FUNCTION approve_plan_signed IS 'Approves a plan with the signature of the approval''s statement; whether it is good is judged by the actuator, who has the keys.';

REVOKE ALL ON FUNCTION approve_plan_signed FROM PUBLIC;
GRANT EXECUTE ON FUNCTION approve_plan_signed TO vmatrix_approver;
