#include "common/text.h"

#include <string.h>

#define LONGEST_QUOTED_TEXT 60

bool text_is_printable(gunichar character)
{
    switch (g_unichar_type(character)) {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
        return false;
    default:
        return (character & 0xfffe) != 0xfffe && (character < 0xfdd0 || character > 0xfdef);
    }
}

char *text_quote(const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    GString *quoted = g_string_new("'");
    const char *at = valid;
    for (int n = 0; *at != '\0' && n < LONGEST_QUOTED_TEXT; n++, at = g_utf8_next_char(at)) {
        gunichar character = g_utf8_get_char(at);
        if (text_is_printable(character))
            g_string_append_unichar(quoted, character);
        else
            g_string_append_printf(quoted, "\\u%04x", character);
    }
    g_string_append(quoted, *at == '\0' ? "'" : "…'");
    return g_string_free(quoted, FALSE);
}

/* Restricted Damerau–Levenshtein distance over three rows of the usual table. */
uint32_t text_distance(const char *left, const char *right)
{
    gsize n = strlen(right);
    g_autofree uint32_t *before = g_new0(uint32_t, n + 1);
    g_autofree uint32_t *previous = g_new0(uint32_t, n + 1);
    g_autofree uint32_t *current = g_new0(uint32_t, n + 1);
    for (gsize j = 0; j <= n; j++)
        current[j] = (uint32_t)j;
    for (gsize i = 0; left[i] != '\0'; i++) {
        uint32_t *oldest = before;
        before = previous;
        previous = current;
        current = oldest;
        current[0] = (uint32_t)i + 1;
        for (gsize j = 0; j < n; j++) {
            uint32_t best = previous[j] + (left[i] != right[j]);
            best = MIN(best, previous[j + 1] + 1);
            best = MIN(best, current[j] + 1);
            if (i > 0 && j > 0 && left[i] == right[j - 1] && left[i - 1] == right[j])
                best = MIN(best, before[j - 1] + 1);
            current[j + 1] = best;
        }
    }
    return current[n];
}

const char *text_nearest(const char *text, const char *const *candidates)
{
    const char *nearest = NULL;
    uint32_t nearest_distance = UINT32_MAX;
    for (gsize i = 0; candidates[i] != NULL; i++) {
        gsize longest = MAX(strlen(text), strlen(candidates[i]));
        if (longest > 255) /* no known name is longer */
            continue;
        uint32_t distance = text_distance(text, candidates[i]);
        bool is_near = (gsize)distance * 3 <= longest || (distance == 1 && longest == 2);
        if (is_near && distance < nearest_distance) {
            nearest = candidates[i];
            nearest_distance = distance;
        }
    }
    return nearest;
}
