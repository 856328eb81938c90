/* A file of whole numbers between white space, with the line of each for messages. */
#ifndef VMATRIX_IMPORT_NUMBERS_H
#define VMATRIX_IMPORT_NUMBERS_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct {
    const char *path; /* borrowed */
    char *text;
    const char *at;
    uint32_t line;
} Numbers;

/* NO_INPUT where the file is not there. */
bool numbers_open(const char *path, Numbers *ret_numbers, GError **error);
void numbers_clear(Numbers *numbers);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Numbers, numbers_clear)

/* The next number, from 0 to maximum; what: how messages name it ("number of machines"). */
bool numbers_next(Numbers *numbers, const char *what, int64_t maximum, int64_t *ret_number,
                  GError **error);
/* BAD_DATA where anything but white space is left. */
bool numbers_end(Numbers *numbers, GError **error);

#endif
