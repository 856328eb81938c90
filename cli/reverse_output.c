#include "cli/reverse_output.h"

#include "cli/plan_output.h"

bool reverse_output_json(const Reverse *reverse, char **ret_json, GError **error)
{
    *ret_json = NULL;
    if (reverse->plan == NULL)
        return true;
    *ret_json = plan_output_json(reverse->after, reverse->plan, NULL, reverse->verdict, 0, error);
    return *ret_json != NULL;
}
