#include "hypervisor/xml_walk.h"

#include <string.h>

#include "common/error.h"
#include "hypervisor/domain_xml.h"

typedef struct {
    const char *what;
    const XmlPlace *places;
    void *context;
    GPtrArray *path;  /* char *: names from the root to the element that is open */
    GPtrArray *texts; /* GString *: its text so far, one an open element */
    char *problem;    /* the parser's first message */
} Walk;

static bool refuse(const char *what, GError **error, const char *format, ...) G_GNUC_PRINTF(3, 4);

static bool refuse(const char *what, GError **error, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *why = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA, "%s %s", what, why);
    return false;
}

static void find_place(const char *text, const char *at, guint *ret_line, guint *ret_column)
{
    *ret_line = 1;
    const char *line_start = text;
    for (const char *character = text; character < at; character++)
        if (*character == '\n') {
            (*ret_line)++;
            line_start = character + 1;
        }
    *ret_column = (guint)(at - line_start) + 1;
}

/* Every "<!" must begin a comment or a CDATA section; so no declaration of any kind gets through,
 * wherever it stands. */
static bool check_declarations(const char *text, gsize length, const char *what, GError **error)
{
    const char *end = text + length;
    for (const char *at = text; (at = memmem(at, (gsize)(end - at), "<!", 2)) != NULL; at += 2) {
        gsize left = (gsize)(end - at);
        bool comment = left >= 4 && memcmp(at, "<!--", 4) == 0;
        bool cdata = left >= 9 && memcmp(at, "<![CDATA[", 9) == 0;
        if (comment || cdata)
            continue;
        guint line;
        guint column;
        find_place(text, at, &line, &column);
        return refuse(what, error,
                      "has a document type or entity declaration at line %u, column %u, which is "
                      "refused",
                      line, column);
    }
    return true;
}

static bool check_text(const char *text, gsize length, const char *what, GError **error)
{
    if (length == 0)
        return refuse(what, error, "is empty");
    if (length > DOMAIN_XML_MAX_BYTES)
        return refuse(what, error, "is %" G_GSIZE_FORMAT " bytes long, more than the %d allowed",
                      length, DOMAIN_XML_MAX_BYTES);
    const char *bad = NULL;
    if (!g_utf8_validate_len(text, length, &bad)) {
        guint line;
        guint column;
        find_place(text, bad, &line, &column);
        return refuse(what, error, "is not UTF-8 at line %u, column %u", line, column);
    }
    return check_declarations(text, length, what, error);
}

static void keep_problem(void *memory, xmlErrorPtr problem)
{
    Walk *walk = memory;
    if (walk->problem != NULL || problem->message == NULL)
        return;
    g_autofree char *message = g_strstrip(g_strdup(problem->message));
    walk->problem = g_strdup_printf("at line %d: %s", problem->line, message);
}

static const XmlPlace *find_current(const Walk *walk)
{
    for (const XmlPlace *place = walk->places; place->path != NULL; place++) {
        const char *rest = place->path;
        guint depth = 0;
        for (; depth < walk->path->len; depth++) {
            const char *name = walk->path->pdata[depth];
            gsize name_length = strlen(name);
            if (strncmp(rest, name, name_length) != 0)
                break;
            rest += name_length;
            if (depth + 1 < walk->path->len && *rest++ != '/')
                break;
        }
        if (depth == walk->path->len && *rest == '\0')
            return place;
    }
    return NULL;
}

static char *full_name(xmlTextReaderPtr reader)
{
    const char *name = (const char *)xmlTextReaderConstLocalName(reader);
    const char *space = (const char *)xmlTextReaderConstNamespaceUri(reader);
    return space == NULL ? g_strdup(name) : g_strdup_printf("{%s}%s", space, name);
}

static void free_string(gpointer string)
{
    g_string_free(string, TRUE);
}

static bool leave(Walk *walk, GError **error)
{
    const XmlPlace *place = find_current(walk);
    GString *text = walk->texts->pdata[walk->texts->len - 1];
    bool ok = place == NULL || place->end == NULL ||
              place->end(walk->context, g_strstrip(text->str), error);
    g_ptr_array_remove_index(walk->path, walk->path->len - 1);
    g_ptr_array_remove_index(walk->texts, walk->texts->len - 1);
    return ok;
}

static bool enter(Walk *walk, xmlTextReaderPtr reader, GError **error)
{
    if (walk->path->len >= DOMAIN_XML_MAX_DEPTH)
        return refuse(walk->what, error, "is nested deeper than %d elements at line %d",
                      DOMAIN_XML_MAX_DEPTH, xmlTextReaderGetParserLineNumber(reader));
    g_ptr_array_add(walk->path, full_name(reader));
    g_ptr_array_add(walk->texts, g_string_new(NULL));
    const XmlPlace *place = find_current(walk);
    bool empty = xmlTextReaderIsEmptyElement(reader) == 1;
    if (place != NULL && place->begin != NULL && !place->begin(walk->context, reader, error))
        return false;
    return !empty || leave(walk, error);
}

static bool step(Walk *walk, xmlTextReaderPtr reader, GError **error)
{
    switch (xmlTextReaderNodeType(reader)) {
    case XML_READER_TYPE_ELEMENT:
        return enter(walk, reader, error);
    case XML_READER_TYPE_END_ELEMENT:
        return leave(walk, error);
    case XML_READER_TYPE_TEXT:
    case XML_READER_TYPE_CDATA:
        g_string_append(walk->texts->pdata[walk->texts->len - 1],
                        (const char *)xmlTextReaderConstValue(reader));
        return true;
    case XML_READER_TYPE_DOCUMENT_TYPE:
    case XML_READER_TYPE_ENTITY_REFERENCE:
        return refuse(walk->what, error, "has a document type or an entity, which is refused");
    default:
        return true;
    }
}

static bool walk_all(Walk *walk, xmlTextReaderPtr reader, GError **error)
{
    int more;
    while ((more = xmlTextReaderRead(reader)) == 1)
        if (!step(walk, reader, error))
            return false;
    if (more < 0 || walk->problem != NULL)
        return refuse(walk->what, error, "is not well-formed %s",
                      walk->problem == NULL ? "" : walk->problem);
    return true;
}

bool xml_walk(const char *text, gsize length, const char *what, const XmlPlace *places,
              void *context, GError **error)
{
    if (!check_text(text, length, what, error))
        return false;
    /* The encoding is set from here, so that none the text declares can hide a declaration. */
    xmlTextReaderPtr reader = xmlReaderForMemory(text, (int)length, NULL, "UTF-8",
                                                 XML_PARSE_NONET | XML_PARSE_IGNORE_ENC);
    if (reader == NULL)
        return refuse(what, error, "cannot be read");
    Walk walk = {.what = what, .places = places, .context = context};
    walk.path = g_ptr_array_new_with_free_func(g_free);
    walk.texts = g_ptr_array_new_with_free_func(free_string);
    xmlTextReaderSetStructuredErrorHandler(reader, keep_problem, &walk);
    bool ok = walk_all(&walk, reader, error);
    xmlFreeTextReader(reader);
    g_ptr_array_unref(walk.path);
    g_ptr_array_unref(walk.texts);
    g_free(walk.problem);
    return ok;
}

char *xml_attribute(xmlTextReaderPtr element, const char *name)
{
    xmlChar *value = xmlTextReaderGetAttribute(element, (const xmlChar *)name);
    char *copy = g_strdup((const char *)value);
    xmlFree(value);
    return copy;
}
