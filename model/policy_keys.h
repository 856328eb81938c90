/* The keys of policy.csv and where each lives in Policy (internal to model/). */
#ifndef VMATRIX_MODEL_POLICY_KEYS_H
#define VMATRIX_MODEL_POLICY_KEYS_H

#include "model/model.h"

typedef enum {
    KEY_FORMAT, /* not stored: must be 1 */
    KEY_TEXT,
    KEY_NON_CONVERGING,
    KEY_TIME, /* as text, ISO 8601 in UTC */
    KEY_INT64,
    KEY_UINT32,
    KEY_DECIMAL,
    KEY_MINUTES,
} KeyKind;

typedef struct {
    const char *key;
    KeyKind kind;
    gsize offset; /* in Policy */
    int64_t minimum, maximum;
    const char *fallback; /* as text; NULL: no value is no limit */
} PolicyKey;

extern const PolicyKey policy_keys[]; /* ends with a NULL key */

/* text: not empty. Errors say what, not where. */
bool policy_key_set(Policy *policy, const PolicyKey *key, const char *text, GError **error);
/* The default, where the scenario gives none. */
void policy_key_set_default(Policy *policy, const PolicyKey *key);
/* False where there is no such key or it cannot have that value; text NULL: no value. Errors say
 * what and what to do. */
bool policy_key_check(const char *name, const char *text, GError **error);
/* Normalised value; "" for no limit. Caller frees. */
char *policy_key_to_text(const Policy *policy, const PolicyKey *key);

#endif
