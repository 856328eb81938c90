/* The period of a report: from --from and --to to two instants in UTC (internal to report/). */
#ifndef VMATRIX_REPORT_PERIOD_H
#define VMATRIX_REPORT_PERIOD_H

#include <glib.h>
#include <stdbool.h>

/* from, to: YYYY-MM, YYYY-MM-DD or RFC 3339 with a zone; NULL: from is the first of the month of
 * now, to is a month after from. Results are RFC 3339 in UTC; caller frees. USAGE where a date is
 * none, or to is not after from. */
bool period_resolve(const char *from, const char *to, GDateTime *now, char **ret_from,
                    char **ret_to, GError **error);

#endif
