#include "common/time_text.h"

#include <glib.h>

#define LAST_S INT64_C(253402300799) /* 9999-12-31T23:59:59Z, where GLib's calendar ends */

bool time_text_parse(const char *text, int64_t *ret_s)
{
    g_autoptr(GDateTime) time =
        g_str_has_suffix(text, "Z") ? g_date_time_new_from_iso8601(text, NULL) : NULL;
    if (time == NULL)
        return false;
    *ret_s = g_date_time_to_unix(time);
    return true;
}

char *time_text_new(int64_t time_s)
{
    g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(MIN(time_s, LAST_S));
    return g_date_time_format(time, "%Y-%m-%dT%H:%M:%SZ");
}

int64_t time_now_s(void)
{
    return g_get_real_time() / G_USEC_PER_SEC;
}
