/* Strict reading of JSON objects: every refusal names the file and the key.
 *
 * A cursor stands on one object and knows its path ("cost.parts", "actions[3]").
 * Everything is borrowed; a cursor is a value and owns only what
 * json_cursor_clear frees. All errors are VMATRIX_ERROR_BAD_DATA.
 */
#ifndef VMATRIX_PLAN_JSON_CURSOR_H
#define VMATRIX_PLAN_JSON_CURSOR_H

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct {
    const char *source; /* how messages name the text */
    char *path;         /* "" for the outermost object */
    const json_t *object;
} JsonCursor;

void json_cursor_clear(JsonCursor *cursor);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(JsonCursor, json_cursor_clear)

/* object must be a JSON object, else the error says what stands at the path. */
bool json_cursor_init(JsonCursor *cursor, const char *source, const json_t *object, GError **error);
/* The object behind a key, and the one at a position of the array behind a key. */
bool json_cursor_enter(const JsonCursor *cursor, const char *key, JsonCursor *ret_inner,
                       GError **error);
bool json_cursor_enter_item(const JsonCursor *cursor, const char *key, size_t position,
                            JsonCursor *ret_inner, GError **error);
bool json_cursor_has(const JsonCursor *cursor, const char *key); /* present and not null */

bool json_cursor_length(const JsonCursor *cursor, const char *key, uint32_t *ret_length,
                        GError **error);
bool json_cursor_text(const JsonCursor *cursor, const char *key, const char **ret_text,
                      GError **error);
bool json_cursor_boolean(const JsonCursor *cursor, const char *key, bool *ret_value,
                         GError **error);
bool json_cursor_integer(const JsonCursor *cursor, const char *key, int64_t *ret_value,
                         GError **error);
bool json_cursor_number(const JsonCursor *cursor, const char *key, double *ret_value,
                        GError **error);
bool json_cursor_money(const JsonCursor *cursor, const char *key, int64_t *ret_micro,
                       GError **error);

/* "SOURCE: key 'PATH.KEY': WHAT" with BAD_DATA; returns false for the caller to hand on. */
bool json_cursor_refuse(const JsonCursor *cursor, const char *key, GError **error,
                        const char *format, ...) G_GNUC_PRINTF(4, 5);

#endif
