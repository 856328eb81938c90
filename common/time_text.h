/* Times as text: "2026-01-31T18:00:00Z", in UTC and whole seconds. */
#ifndef VMATRIX_COMMON_TIME_TEXT_H
#define VMATRIX_COMMON_TIME_TEXT_H

#include <stdbool.h>
#include <stdint.h>

/* Seconds since 1970. False where it is not such a time; *ret_s is then untouched. */
bool time_text_parse(const char *text, int64_t *ret_s);

/* Times behind the year 9999 are written as its last second. Caller frees. */
char *time_text_new(int64_t time_s);

/* The present time: for those who stand outside planning, which has no clock. */
int64_t time_now_s(void);

#endif
