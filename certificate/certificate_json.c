#include "certificate/certificate_json.h"

#include <jansson.h>
#include <string.h>

#include "certificate/proof_json.h"
#include "common/error.h"

void certificate_free(Certificate *certificate)
{
    if (certificate == NULL)
        return;
    g_free(certificate->snapshot_digest);
    g_free(certificate->plan_digest);
    proof_free(certificate->proof);
    verdict_free(certificate->verdict);
    g_free(certificate);
}

static json_t *verdict_to_json(const Verdict *verdict)
{
    json_t *checks = json_array();
    for (uint32_t i = 0; i < verdict->n_checks; i++) {
        const Check *check = &verdict->checks[i];
        json_array_append_new(checks, json_pack("{s:s, s:b, s:s}", "name", check->name, "passed",
                                                check->passed, "detail", check->detail));
    }
    g_autofree char *bound = g_strdup_printf("%" G_GINT64_FORMAT, verdict->bound);
    return json_pack("{s:b, s:s, s:s, s:o}", "valid", verdict->valid, "bound_method",
                     verdict->bound_method, "bound_micro", bound, "checks", checks);
}

char *certificate_to_json(const Plan *plan, const Proof *proof, const Verdict *verdict)
{
    json_t *object = json_pack("{s:i, s:s, s:s, s:o, s:o}", "format", 1, "snapshot_digest",
                               plan->snapshot_digest, "plan_digest", plan->plan_digest, "verdict",
                               verdict_to_json(verdict), "proof",
                               proof == NULL ? json_null() : proof_to_json(proof));
    g_assert(object != NULL);
    char *dumped = json_dumps(object, JSON_COMPACT);
    json_decref(object);
    char *text = g_strconcat(dumped, "\n", NULL);
    free(dumped);
    return text;
}

static Verdict *verdict_from_json(json_t *object)
{
    const char *method = NULL, *bound = NULL;
    int valid = 0;
    json_t *checks = NULL;
    if (json_unpack(object, "{s:b, s:s, s:s, s:o!}", "valid", &valid, "bound_method", &method,
                    "bound_micro", &bound, "checks", &checks) != 0 ||
        !json_is_array(checks))
        return NULL;
    g_autoptr(Verdict) verdict = g_new0(Verdict, 1);
    verdict->valid = valid != 0;
    verdict->bound_method = g_strdup(method);
    verdict->checks = g_new0(Check, json_array_size(checks));
    if (!judge_int64_from_text(bound, &verdict->bound))
        return NULL;
    for (size_t i = 0; i < json_array_size(checks); i++) {
        const char *name = NULL, *detail = NULL;
        int passed = 0;
        if (json_unpack(json_array_get(checks, i), "{s:s, s:b, s:s!}", "name", &name, "passed",
                        &passed, "detail", &detail) != 0)
            return NULL;
        verdict->checks[verdict->n_checks++] =
            (Check){g_strdup(name), passed != 0, g_strdup(detail)};
    }
    return g_steal_pointer(&verdict);
}

static bool refuse(const char *source, GError **error, const char *what)
{
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA, "%s: %s", source, what);
    return false;
}

static bool read_certificate(json_t *object, const char *source, Certificate *certificate,
                             GError **error)
{
    const char *snapshot = NULL, *plan = NULL;
    int format = 0;
    json_t *verdict = NULL, *proof = NULL;
    if (json_unpack(object, "{s:i, s:s, s:s, s:o, s:o!}", "format", &format, "snapshot_digest",
                    &snapshot, "plan_digest", &plan, "verdict", &verdict, "proof", &proof) != 0)
        return refuse(source, error,
                      "must hold format, snapshot_digest, plan_digest, verdict, proof and no more");
    if (format != 1)
        return refuse(source, error, "only format 1 is known");
    certificate->snapshot_digest = g_strdup(snapshot);
    certificate->plan_digest = g_strdup(plan);
    certificate->verdict = verdict_from_json(verdict);
    if (certificate->verdict == NULL)
        return refuse(source, error, "the verdict is not written as docs/certificate.md says");
    if (json_is_null(proof))
        return true;
    g_autofree char *why = NULL;
    certificate->proof = proof_from_json(proof, &why);
    return certificate->proof != NULL || refuse(source, error, why);
}

Certificate *certificate_from_json(const char *text, gsize length, const char *source,
                                   GError **error)
{
    json_error_t problem;
    json_auto_t *object = json_loadb(text, length, JSON_REJECT_DUPLICATES, &problem);
    if (object == NULL) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA, "%s:%d:%d: not JSON: %s", source,
                    problem.line, problem.column, problem.text);
        return NULL;
    }
    g_autoptr(Certificate) certificate = g_new0(Certificate, 1);
    if (!read_certificate(object, source, certificate, error))
        return NULL;
    return g_steal_pointer(&certificate);
}
