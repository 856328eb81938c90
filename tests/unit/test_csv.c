#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>

#include "common/csv.h"
#include "common/error.h"

static TextTable *read_text(const char *text)
{
    g_autoptr(GError) error = NULL;
    TextTable *table = csv_read_text(text, strlen(text), "t.csv", "dir/t.csv", &error);
    cr_assert_not_null(table, "%s", error != NULL ? error->message : "");
    return table;
}

static void assert_cell(const TextTable *table, uint32_t row, uint32_t column, const char *text,
                        uint32_t line, uint32_t at)
{
    const TextCell *cell = text_table_cell(table, row, column);
    cr_assert_str_eq(cell->text, text);
    cr_assert_eq(cell->line, line, "line of '%s' is %u", text, cell->line);
    cr_assert_eq(cell->column, at, "column of '%s' is %u", text, cell->column);
}

Test(csv, cells_know_where_they_begin)
{
    g_autoptr(TextTable) table = read_text("a,b,c\n1,,3\n\"x,\"\"y\",\"two\nlines\", z \nq,w,\n");
    cr_assert_eq(text_table_n_columns(table), 3);
    cr_assert_eq(text_table_n_rows(table), 3);
    cr_assert_str_eq(text_table_header(table, 1)->text, "b");
    assert_cell(table, 0, 0, "1", 2, 1);
    assert_cell(table, 0, 1, "", 2, 3);
    assert_cell(table, 0, 2, "3", 2, 4);
    assert_cell(table, 1, 0, "x,\"y", 3, 1);
    assert_cell(table, 1, 1, "two\nlines", 3, 9);
    assert_cell(table, 1, 2, " z ", 4, 8);
    assert_cell(table, 2, 0, "q", 5, 1);
    assert_cell(table, 2, 2, "", 5, 5);
}

Test(csv, columns_count_bytes)
{
    g_autoptr(TextTable) table = read_text("höst,b\nä,1\n");
    cr_assert_eq(text_table_header(table, 1)->column, 7);
    assert_cell(table, 0, 1, "1", 2, 4);
}

Test(csv, accepts_byte_order_mark_crlf_blank_lines_and_no_last_line_feed)
{
    g_autoptr(TextTable) table = read_text("\xef\xbb\xbf"
                                           "a,b\r\n\r\n1,2\r\n\n3,4");
    cr_assert_str_eq(text_table_header(table, 0)->text, "a");
    cr_assert_eq(text_table_header(table, 0)->column, 1);
    cr_assert_eq(text_table_n_rows(table), 2);
    assert_cell(table, 0, 1, "2", 3, 3);
    assert_cell(table, 1, 0, "3", 5, 1);
    assert_cell(table, 1, 1, "4", 5, 3);
    g_autoptr(TextTable) ends_empty = read_text("a,b\n1,");
    assert_cell(ends_empty, 0, 1, "", 2, 3);
}

typedef struct {
    const char *text;
    gsize length; /* 0: up to the NUL */
    const char *message;
} BadText;

Test(csv, bad_text_is_named_with_its_place)
{
    static const BadText bad[] = {
        {"", 0, "dir/t.csv:1:1: the file is empty\nits first line must name the columns"},
        {"\n\n", 0, "dir/t.csv:1:1: the file is empty\nits first line must name the columns"},
        {"a,b\n1,2,3\n", 0,
         "dir/t.csv:2:5: the line has 3 cells but the header has 2\n"
         "put a cell that holds a comma in double quotes"},
        {"a,b\n1,2\n\n1\n", 0,
         "dir/t.csv:4:1: the line has 1 cells but the header has 2\n"
         "put a cell that holds a comma in double quotes"},
        {"a,b\n1,\"open\n", 0, "dir/t.csv:2:3: a double quote is opened here and never closed"},
        {"a,b\n1,x\"y\n", 0,
         "dir/t.csv:2:4: a double quote stands where none may be\n"
         "quote the whole cell and write each double quote in it twice"},
        {"a,b\n1,\"x\"y\n", 0,
         "dir/t.csv:2:6: a double quote stands where none may be\n"
         "quote the whole cell and write each double quote in it twice"},
        {"a,b\n1,\xe4\n", 0,
         "dir/t.csv:2:3: the byte 0xe4 is not valid UTF-8\nsave the file as UTF-8 text"},
        {"a,b\n1,2\0\n", 9,
         "dir/t.csv:2:4: a NUL byte stands in the text\n"
         "save the file as UTF-8 text"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autoptr(GError) error = NULL;
        gsize length = bad[i].length > 0 ? bad[i].length : strlen(bad[i].text);
        cr_assert_null(csv_read_text(bad[i].text, length, "t.csv", "dir/t.csv", &error));
        cr_assert_str_eq(error->message, bad[i].message);
        cr_assert_eq(error->code, VMATRIX_ERROR_BAD_DATA);
    }
}

Test(csv, a_missing_file_is_no_input_and_a_folder_is_no_file)
{
    g_autofree char *folder = g_dir_make_tmp("vmatrix-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "none.csv", NULL);
    g_autoptr(GError) error = NULL;
    cr_assert_null(csv_read_file(path, "none.csv", &error));
    cr_assert_eq(error->code, VMATRIX_ERROR_NO_INPUT);
    cr_assert(g_str_has_prefix(error->message, "cannot read 'none.csv': "));
    g_clear_error(&error);
    cr_assert_null(csv_read_file(folder, "a folder", &error));
    cr_assert_str_eq(error->message, "'a folder' is not a file");
    g_rmdir(folder);
}

Test(csv, written_cells_read_back)
{
    static const char *const texts[] = {"",           "plain",  "com,ma",   "quo\"te",
                                        "line\nfeed", "cr\rlf", " blanks ", "'; drop table",
                                        "../x",       "ü"};
    g_autoptr(GString) text = g_string_new("name,again\n");
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        csv_append_cell(text, texts[i], true);
        csv_append_cell(text, texts[i], false);
        g_string_append_c(text, '\n');
    }
    g_autoptr(TextTable) table = read_text(text->str);
    cr_assert_eq(text_table_n_rows(table), G_N_ELEMENTS(texts));
    for (uint32_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        cr_assert_str_eq(text_table_cell(table, i, 0)->text, texts[i]);
        cr_assert_str_eq(text_table_cell(table, i, 1)->text, texts[i]);
    }
}
