#include "report/period.h"

#include <string.h>

#include "common/error.h"
#include "common/text.h"

static bool is_shaped(const char *text, const char *shape)
{
    for (; *shape != '\0'; text++, shape++)
        if (*shape == '0' ? !g_ascii_isdigit(*text) : *text != *shape)
            return false;
    return *text == '\0';
}

static GDateTime *parse(const char *option, const char *text, GError **error)
{
    g_autofree char *whole = NULL;
    if (is_shaped(text, "0000-00"))
        whole = g_strconcat(text, "-01T00:00:00Z", NULL);
    else if (is_shaped(text, "0000-00-00"))
        whole = g_strconcat(text, "T00:00:00Z", NULL);
    else
        whole = g_strdup(text);
    /* Without a zone of its own a time would mean another instant on every machine. */
    g_autoptr(GDateTime) time = g_date_time_new_from_iso8601(whole, NULL);
    if (time != NULL)
        return g_date_time_to_utc(time);
    g_autofree char *quoted = text_quote(text);
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE, "%s: %s is no date", option, quoted);
    error_add_hint(error, "write it as 2026-03, 2026-03-01 or 2026-03-01T00:00:00Z");
    return NULL;
}

static GDateTime *first_of_month(GDateTime *now)
{
    g_autoptr(GDateTime) in_utc = g_date_time_to_utc(now);
    return g_date_time_new_utc(g_date_time_get_year(in_utc), g_date_time_get_month(in_utc), 1, 0, 0,
                               0);
}

bool period_resolve(const char *from, const char *to, GDateTime *now, char **ret_from,
                    char **ret_to, GError **error)
{
    g_autoptr(GDateTime) begin = from == NULL ? first_of_month(now) : parse("--from", from, error);
    if (begin == NULL)
        return false;
    g_autoptr(GDateTime) end =
        to == NULL ? g_date_time_add_months(begin, 1) : parse("--to", to, error);
    if (end == NULL)
        return false;
    g_autofree char *begin_text = g_date_time_format(begin, "%Y-%m-%dT%H:%M:%SZ");
    g_autofree char *end_text = g_date_time_format(end, "%Y-%m-%dT%H:%M:%SZ");
    if (g_date_time_compare(begin, end) >= 0) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE,
                    "the period ends at %s, which is not after its begin at %s", end_text,
                    begin_text);
        error_add_hint(error, "--to is not included: March is --from 2026-03 --to 2026-04");
        return false;
    }
    *ret_from = g_steal_pointer(&begin_text);
    *ret_to = g_steal_pointer(&end_text);
    return true;
}
