/* A proof tree as JSON and back (docs/certificate.md). For certificate_json.c. */
#ifndef VMATRIX_CERTIFICATE_PROOF_JSON_H
#define VMATRIX_CERTIFICATE_PROOF_JSON_H

#include <jansson.h>

#include "solver/proof.h"

json_t *proof_to_json(const Proof *proof);

/* NULL where the form is wrong, then *ret_why says what (caller frees). */
Proof *proof_from_json(const json_t *object, char **ret_why);

/* A decimal integer as the writer writes it: no blank, plus sign, leading zero or "-0". */
bool judge_int64_from_text(const char *text, int64_t *ret_value);

#endif
