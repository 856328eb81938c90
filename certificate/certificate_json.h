/* certificate.json: the proof of a bound beside the verdict on its plan (docs/certificate.md).
 *
 * Reading is strict (unknown keys, wrong types and numbers out of range are
 * VMATRIX_ERROR_BAD_DATA), but says nothing about whether the proof holds.
 */
#ifndef VMATRIX_CERTIFICATE_CERTIFICATE_JSON_H
#define VMATRIX_CERTIFICATE_CERTIFICATE_JSON_H

#include "certificate/certificate.h"

typedef struct {
    char *snapshot_digest;
    char *plan_digest;
    Proof *proof; /* NULL where nothing was proved */
    Verdict *verdict;
} Certificate;

void certificate_free(Certificate *certificate);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Certificate, certificate_free)

/* proof may be NULL. The same input gives the same bytes; ends with a line feed. Caller frees. */
char *certificate_to_json(const Plan *plan, const Proof *proof, const Verdict *verdict);

/* source: how messages name the text. */
Certificate *certificate_from_json(const char *text, gsize length, const char *source,
                                   GError **error);

#endif
