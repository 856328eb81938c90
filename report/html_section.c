#include <string.h>

#include "report/cell.h"
#include "report/html.h"

#define STANDING_COLUMNS 9

void html_append_text(GString *html, const char *text)
{
    g_autofree char *escaped = g_markup_escape_text(text == NULL ? "" : text, -1);
    g_string_append(html, escaped);
}

void html_append_name(GString *html, const char *text)
{
    g_string_append(html, "<bdi>");
    html_append_text(html, text);
    g_string_append(html, "</bdi>");
}

/* Each column of the one row is a card: what it is, its figure, what that means. */
static void append_figures(GString *html, const ReportSection *section, const Rows *rows)
{
    g_string_append(html, "<dl class=cards>");
    for (guint i = 0; section->columns[i].name != NULL; i++) {
        const ReportColumn *column = &section->columns[i];
        if (column->flags & COLUMN_ASIDE || rows_get(rows, 0, i) == NULL)
            continue;
        g_autofree char *shown = cell_shown(rows, 0, column, i);
        g_string_append(html, "<div><dt>");
        html_append_text(html, column->title);
        g_string_append(html, "</dt><dd>");
        html_append_name(html, shown);
        if (cell_is_money(column->kind)) {
            g_string_append(html, " <small>");
            html_append_text(html, cell_named(rows, 0, "currency"));
            g_string_append(html, "</small>");
        }
        g_string_append(html, "</dd>");
        if (column->meaning != NULL) {
            g_string_append(html, "<dd class=meaning>");
            html_append_text(html, column->meaning);
            g_string_append(html, "</dd>");
        }
        g_string_append(html, "</div>");
    }
    g_string_append(html, "</dl>\n");
}

static void append_sentences(GString *html, const Rows *rows)
{
    g_string_append(html, "<ul class=sentences>");
    for (guint row = 0; row < rows_n(rows); row++) {
        g_string_append(html, "<li>");
        html_append_name(html, rows_get(rows, row, 0));
        g_string_append(html, "</li>");
    }
    g_string_append(html, "</ul>\n");
}

static void append_legend(GString *html, const ReportSection *section)
{
    bool any = false;
    for (const ReportColumn *column = section->columns; column->name != NULL; column++)
        any |= column->meaning != NULL;
    if (!any)
        return;
    g_string_append(html, "<dl class=legend>");
    for (const ReportColumn *column = section->columns; column->name != NULL; column++)
        if (column->meaning != NULL) {
            g_string_append(html, "<div><dt>");
            html_append_text(html, column->title);
            g_string_append(html, "</dt><dd>");
            html_append_text(html, column->meaning);
            g_string_append(html, "</dd></div>");
        }
    g_string_append(html, "</dl>\n");
}

static void append_body(GString *html, const ReportSection *section, const Rows *rows)
{
    if (rows_n(rows) == 0) {
        g_string_append(html, "<p class=empty>");
        html_append_text(html, section->empty);
        g_string_append(html, "</p>\n");
    } else if (section->shape == SECTION_FIGURES) {
        append_figures(html, section, rows);
    } else if (section->shape == SECTION_SENTENCES) {
        append_sentences(html, rows);
    } else {
        if (html_has_chart(section, rows))
            html_append_chart(html, section, rows);
        html_append_table(html, section, rows);
        append_legend(html, section);
    }
}

bool html_is_wide(const ReportSection *section, const Rows *rows)
{
    guint n = 0;
    for (const ReportColumn *column = section->columns; column->name != NULL; column++)
        n += !(column->flags & COLUMN_ASIDE);
    return rows_n(rows) > 0 && section->shape == SECTION_TABLE && n > STANDING_COLUMNS;
}

void html_append_section(GString *html, const ReportSection *section, const Rows *rows)
{
    if (rows_n(rows) == 0 && section->empty == NULL)
        return;
    g_string_append_printf(html, "<section aria-labelledby=s-%s><h2 id=s-%s>", section->name,
                           section->name);
    html_append_text(html, section->title);
    g_string_append(html, "</h2>\n");
    if (section->explains != NULL) {
        g_string_append(html, "<p class=explains>");
        html_append_text(html, section->explains);
        g_string_append(html, "</p>\n");
    }
    append_body(html, section, rows);
    g_string_append(html, "</section>\n");
}
