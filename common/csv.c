#include "common/csv.h"

#include <csv.h>
#include <string.h>
#include <sys/stat.h>

#include "common/error.h"

/* libcsv is fed one byte at a time: only so is the place of each cell known. */
typedef struct {
    struct csv_parser parser;
    TextTable *table;
    const char *source;
    GArray *cells;                   /* TextCell of the row being read */
    uint32_t line, column;           /* of the next byte */
    bool in_cell;                    /* a byte of the current cell was seen */
    uint32_t cell_line, cell_column; /* where the current cell began */
    GError *error;
} Reader;

static bool fail_at(const char *source, uint32_t line, uint32_t column, GError **error,
                    const char *what)
{
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA, "%s:%u:%u: %s", source, line, column,
                what);
    return false;
}

static int is_space(unsigned char byte)
{
    (void)byte;
    return 0; /* blanks belong to the cell (RFC 4180) */
}

static void cell_ends(void *text, size_t length, void *data)
{
    Reader *reader = data;
    TextCell cell = {
        .text = g_strndup(text, length),
        .line = reader->cell_line,
        .column = reader->cell_column,
    };
    g_array_append_val(reader->cells, cell);
    reader->in_cell = false;
}

static void check_width(Reader *reader)
{
    uint32_t n = reader->cells->len;
    uint32_t expected = text_table_n_columns(reader->table);
    if (expected == 0 || n == expected || reader->error != NULL)
        return;
    uint32_t at = n > expected ? expected : n - 1;
    const TextCell *cell = &g_array_index(reader->cells, TextCell, at);
    g_autofree char *what =
        g_strdup_printf("the line has %u cells but the header has %u", n, expected);
    fail_at(reader->source, cell->line, cell->column, &reader->error, what);
    error_add_hint(&reader->error, "put a cell that holds a comma in double quotes");
}

static void row_ends(int terminator, void *data)
{
    (void)terminator;
    Reader *reader = data;
    check_width(reader);
    uint32_t n = reader->cells->len;
    TextCell *cells = g_memdup2(reader->cells->data, n * sizeof(TextCell));
    g_array_set_size(reader->cells, 0);
    text_table_append_row(reader->table, cells, n);
}

static void begin_cell(Reader *reader)
{
    if (reader->in_cell)
        return;
    reader->in_cell = true;
    reader->cell_line = reader->line;
    reader->cell_column = reader->column;
}

static bool feed_byte(Reader *reader, char byte, char next)
{
    bool is_break = byte == '\n' || byte == '\r';
    if (!is_break || reader->cells->len > 0)
        begin_cell(reader);
    if (csv_parse(&reader->parser, &byte, 1, cell_ends, row_ends, reader) != 1) {
        fail_at(reader->source, reader->line, reader->column, &reader->error,
                "a double quote stands where none may be");
        error_add_hint(&reader->error,
                       "quote the whole cell and write each double quote in it twice");
    }
    if (byte == '\n' || (byte == '\r' && next != '\n')) {
        reader->line++;
        reader->column = 1;
    } else {
        reader->column++;
    }
    return reader->error == NULL;
}

static void finish(Reader *reader)
{
    bool was_in_cell = reader->in_cell;
    begin_cell(reader);
    if (csv_fini(&reader->parser, cell_ends, row_ends, reader) != 0)
        fail_at(reader->source, reader->cell_line, reader->cell_column, &reader->error,
                was_in_cell ? "a double quote is opened here and never closed"
                            : "the file ends within a cell");
    if (reader->error == NULL && text_table_n_columns(reader->table) == 0) {
        fail_at(reader->source, 1, 1, &reader->error, "the file is empty");
        error_add_hint(&reader->error, "its first line must name the columns");
    }
}

static void reader_clear(Reader *reader)
{
    csv_free(&reader->parser);
    for (uint32_t i = 0; i < reader->cells->len; i++)
        g_free(g_array_index(reader->cells, TextCell, i).text);
    g_array_unref(reader->cells);
    text_table_free(reader->table);
}

static bool check_encoding(const char *text, gsize length, const char *source, GError **error)
{
    const char *end = NULL;
    if (g_utf8_validate_len(text, length, &end))
        return true;
    uint32_t line = 1;
    const char *line_start = text;
    for (const char *at = text; at < end; at++)
        if (*at == '\n' || (*at == '\r' && at + 1 < text + length && at[1] != '\n')) {
            line++;
            line_start = at + 1;
        }
    unsigned char byte = (unsigned char)*end;
    g_autofree char *what = byte == 0 ? g_strdup("a NUL byte stands in the text")
                                      : g_strdup_printf("the byte 0x%02x is not valid UTF-8", byte);
    fail_at(source, line, (uint32_t)(end - line_start) + 1, error, what);
    error_add_hint(error, "save the file as UTF-8 text");
    return false;
}

TextTable *csv_read_text(const char *text, gsize length, const char *name, const char *source,
                         GError **error)
{
    if (length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
        text += 3; /* byte order mark */
        length -= 3;
    }
    if (!check_encoding(text, length, source, error))
        return NULL;
    Reader reader = {.source = source, .line = 1, .column = 1};
    reader.table = text_table_new(name, source);
    reader.cells = g_array_new(FALSE, FALSE, sizeof(TextCell));
    csv_init(&reader.parser, CSV_STRICT | CSV_STRICT_FINI);
    csv_set_space_func(&reader.parser, is_space);
    bool good = true;
    for (gsize i = 0; i < length && good; i++)
        good = feed_byte(&reader, text[i], i + 1 < length ? text[i + 1] : '\0');
    if (good)
        finish(&reader);
    TextTable *table = reader.error == NULL ? g_steal_pointer(&reader.table) : NULL;
    reader_clear(&reader);
    if (reader.error != NULL)
        g_propagate_error(error, reader.error);
    return table;
}

static bool check_is_file(const char *path, const char *source, GError **error)
{
    struct stat status;
    if (stat(path, &status) == 0 && !S_ISREG(status.st_mode)) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA, "'%s' is not a file", source);
        return false;
    }
    return true; /* reading it says what else is wrong */
}

TextTable *csv_read_file(const char *path, const char *source, GError **error)
{
    if (!check_is_file(path, source, error))
        return NULL;
    g_autofree char *text = NULL;
    gsize length = 0;
    g_autoptr(GError) cause = NULL;
    if (!g_file_get_contents(path, &text, &length, &cause)) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_NO_INPUT, "cannot read '%s': %s", source,
                    cause->message);
        return NULL;
    }
    g_autofree char *name = g_path_get_basename(path);
    return csv_read_text(text, length, name, source, error);
}

void csv_append_cell(GString *line, const char *text, bool first)
{
    if (!first)
        g_string_append_c(line, ',');
    /* An empty first cell is quoted: alone in its line it would read as an empty line. */
    if (strpbrk(text, ",\"\r\n") == NULL && !(first && *text == '\0')) {
        g_string_append(line, text);
        return;
    }
    g_string_append_c(line, '"');
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '"')
            g_string_append_c(line, '"');
        g_string_append_c(line, *at);
    }
    g_string_append_c(line, '"');
}
