#include <math.h>
#include <string.h>

#include "plan/plan_json.h"
#include "plan/plan_json_read.h"

static char *find_difference(const char *path, const json_t *right, const json_t *found);

static char *differs(const char *path, const json_t *right, const json_t *found)
{
    char *right_text = json_dumps(right, JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
    char *found_text = json_dumps(found, JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
    char *difference = g_strdup_printf("%s is %s, but the plan gives %s", path,
                                       found_text == NULL ? "missing" : found_text, right_text);
    free(right_text);
    free(found_text);
    return difference;
}

/* Keys that plans of earlier versions lack where they are null; schedule, which follows from the
 * rest, they lack always. */
static bool is_younger(const char *key)
{
    return strcmp(key, "start") == 0 || strcmp(key, "reverse_of") == 0 ||
           strcmp(key, "not_before") == 0;
}

static char *find_in_object(const char *path, const json_t *right, const json_t *found)
{
    void *at = json_object_iter((json_t *)(guintptr)right); /* jansson's iterator is not const */
    for (; at != NULL; at = json_object_iter_next((json_t *)(guintptr)right, at)) {
        const char *key = json_object_iter_key(at);
        g_autofree char *inner = g_strconcat(path, *path == '\0' ? "" : ".", key, NULL);
        const json_t *value = json_object_iter_value(at);
        const json_t *other = json_object_get(found, key);
        if (other == NULL &&
            (strcmp(key, "schedule") == 0 || (json_is_null(value) && is_younger(key))))
            continue;
        char *difference = find_difference(inner, value, other);
        if (difference != NULL)
            return difference;
    }
    return NULL;
}

static char *find_in_array(const char *path, const json_t *right, const json_t *found)
{
    if (json_array_size(right) != json_array_size(found))
        return g_strdup_printf("%s has %zu entries, but the plan gives %zu", path,
                               json_array_size(found), json_array_size(right));
    for (size_t i = 0; i < json_array_size(right); i++) {
        g_autofree char *inner = g_strdup_printf("%s[%zu]", path, i);
        char *difference =
            find_difference(inner, json_array_get(right, i), json_array_get(found, i));
        if (difference != NULL)
            return difference;
    }
    return NULL;
}

static char *find_difference(const char *path, const json_t *right, const json_t *found)
{
    if (json_is_object(right) && json_is_object(found))
        return find_in_object(path, right, found);
    if (json_is_array(right) && json_is_array(found))
        return find_in_array(path, right, found);
    bool same = json_is_number(right) && json_is_number(found)
                    ? json_number_value(right) == json_number_value(found)
                    : json_equal(right, found);
    return same ? NULL : differs(path, right, found);
}

bool plan_json_compare(const Model *model, const PlanDocument *document, const char *text,
                       char **ret_difference, GError **error)
{
    g_autofree char *right_text =
        plan_to_json(model, document->plan, document->has_search ? &document->search : NULL,
                     document->has_verdict ? &document->verdict : NULL, error);
    if (right_text == NULL)
        return false;
    *ret_difference = NULL;
    if (strcmp(right_text, text) == 0) /* as it was written */
        return true;
    json_auto_t *right = plan_json_parse(right_text, "plan", error);
    json_auto_t *found = right == NULL ? NULL : plan_json_parse(text, "plan", error);
    if (found == NULL)
        return false;
    *ret_difference = find_difference("", right, found);
    return true;
}
