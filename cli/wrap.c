#include "cli/wrap.h"

#include <glib.h>
#include <string.h>

static int character_width(gunichar character)
{
    if (g_unichar_iszerowidth(character))
        return 0;
    return g_unichar_iswide(character) ? 2 : 1;
}

int wrap_width(const char *text)
{
    int width = 0;
    for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at))
        width += character_width(g_utf8_get_char(at));
    return width;
}

/* Where the next line ends: the best break within width, or the end of the text. */
static const char *find_break(const char *text, int width)
{
    const char *blank = NULL;
    const char *joint = NULL;
    const char *at = text;
    for (int used = 0; *at != '\0'; at = g_utf8_next_char(at)) {
        if (*at == ' ')
            blank = at;
        used += character_width(g_utf8_get_char(at));
        if (used > width)
            return blank != NULL && blank > text ? blank
                   : joint != NULL               ? joint
                   : at > text                   ? at
                                                 : g_utf8_next_char(at);
        if (strchr("-./_:", *at) != NULL)
            joint = at + 1;
    }
    return at;
}

char *wrap_text(const char *text, int width)
{
    GString *wrapped = g_string_new(NULL);
    while (*text != '\0') {
        const char *end = find_break(text, width);
        if (wrapped->len > 0)
            g_string_append_c(wrapped, '\n');
        g_string_append_len(wrapped, text, end - text);
        text = *end == ' ' ? end + 1 : end;
    }
    return g_string_free(wrapped, FALSE);
}
