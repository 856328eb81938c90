/* The text of one cell → a value, and back (internal to model/).
 *
 * Errors say what is wrong with the text, in single quotes, but not where it
 * stands: model/sheet.h adds the place. On failure nothing is written.
 */
#ifndef VMATRIX_MODEL_PARSE_H
#define VMATRIX_MODEL_PARSE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

bool parse_amount(const char *text, int64_t minimum, int64_t maximum, int64_t *ret_amount,
                  GError **error);
/* Minutes with at most six places, at most 10^12 of them, as micro-minutes. */
bool parse_minutes(const char *text, int64_t *ret_umin, GError **error);
/* 1 to maximum bytes of printable UTF-8 (no control or invisible format characters). */
bool parse_text(const char *text, gsize maximum, char **ret_text, GError **error);
/* Position of text in words (NULL-ended). */
bool parse_choice(const char *text, const char *const *words, uint32_t *ret_choice, GError **error);
/* A moment in UTC such as 2026-01-31T18:00:00Z, to whole seconds. */
bool parse_time(const char *text, char **ret_text, GError **error);

#endif
