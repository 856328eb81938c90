#include "import/numbers.h"

#include <string.h>

#include "common/decimal.h"
#include "common/error.h"

bool numbers_open(const char *path, Numbers *ret_numbers, GError **error)
{
    g_autoptr(GError) read_error = NULL;
    char *text = NULL;
    if (!g_file_get_contents(path, &text, NULL, &read_error)) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_NO_INPUT, "cannot read '%s': %s", path,
                    read_error->message);
        return false;
    }
    *ret_numbers = (Numbers){path, text, text, 1};
    return true;
}

void numbers_clear(Numbers *numbers)
{
    g_clear_pointer(&numbers->text, g_free);
}

static void skip_blanks(Numbers *numbers)
{
    for (; g_ascii_isspace(*numbers->at); numbers->at++)
        numbers->line += *numbers->at == '\n';
}

bool numbers_next(Numbers *numbers, const char *what, int64_t maximum, int64_t *ret_number,
                  GError **error)
{
    skip_blanks(numbers);
    gsize length = strcspn(numbers->at, " \t\r\n\f\v");
    g_autofree char *word = g_strndup(numbers->at, length);
    numbers->at += length;
    if (length > 0 && amount_parse(word, maximum, ret_number, NULL))
        return true;
    if (length == 0)
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA, "%s:%u: the file ends before %s",
                    numbers->path, numbers->line, what);
    else
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA,
                    "%s:%u: %s: '%s' is not a whole number from 0 to %" G_GINT64_FORMAT,
                    numbers->path, numbers->line, what, word, maximum);
    return false;
}

bool numbers_end(Numbers *numbers, GError **error)
{
    skip_blanks(numbers);
    if (*numbers->at == '\0')
        return true;
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA,
                "%s:%u: numbers are left where the file should end", numbers->path, numbers->line);
    return false;
}
