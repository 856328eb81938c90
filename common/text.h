/* Small helpers for text that people read in messages.
 *
 * They never interpret what they are given. Callers free what is char *.
 */
#ifndef VMATRIX_COMMON_TEXT_H
#define VMATRIX_COMMON_TEXT_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* Neither a control character, nor one of format or a line end, nor no character at all (U+FFFF):
 * what a name may hold, since people see it and XML can carry it. */
bool text_is_printable(gunichar character);

/* 'text' in single quotes; a text of more than 60 characters is cut and ends with "…". What is not
 * printable stands as \u000a, so that a message stays one line that says what it says. */
char *text_quote(const char *text);

/* The candidate (NULL-ended array) nearest to text by edit distance, NULL where none is near:
 * more than a third of the longer one's bytes (one of two) would have to change. */
const char *text_nearest(const char *text, const char *const *candidates);

/* Inserted, deleted and replaced bytes between two texts; neighbours swapped count as one. */
uint32_t text_distance(const char *left, const char *right);

#endif
