#include "hypervisor/cpu_text.h"

#include <string.h>

void cpu_parts_add_feature(CpuParts *parts, const char *name, const char *policy)
{
    if (name == NULL)
        return;
    if (parts->features == NULL)
        parts->features = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(
        parts->features,
        policy == NULL ? g_markup_printf_escaped("<feature name='%s'/>", name)
                       : g_markup_printf_escaped("<feature name='%s' policy='%s'/>", name, policy));
}

static gint compare_texts(gconstpointer left, gconstpointer right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static void append_rest(GString *xml, const CpuParts *parts)
{
    if (parts->vendor != NULL) {
        g_autofree char *vendor = g_markup_printf_escaped("<vendor>%s</vendor>", parts->vendor);
        g_string_append(xml, vendor);
    }
    if (parts->features != NULL)
        g_ptr_array_sort(parts->features, compare_texts);
    for (guint i = 0; parts->features != NULL && i < parts->features->len; i++)
        g_string_append(xml, parts->features->pdata[i]);
    g_string_append(xml, "</cpu>");
}

char *cpu_parts_guest(const CpuParts *parts)
{
    if (parts->model == NULL)
        return NULL;
    g_autofree char *head = g_markup_printf_escaped(
        "<cpu mode='custom' match='exact'><model fallback='forbid'>%s</model>", parts->model);
    GString *xml = g_string_new(head);
    append_rest(xml, parts);
    return g_string_free(xml, FALSE);
}

char *cpu_parts_host(const CpuParts *parts)
{
    if (parts->model == NULL || parts->arch == NULL)
        return NULL;
    g_autofree char *head =
        g_markup_printf_escaped("<cpu><arch>%s</arch><model>%s</model>", parts->arch, parts->model);
    GString *xml = g_string_new(head);
    append_rest(xml, parts);
    return g_string_free(xml, FALSE);
}

void cpu_parts_clear(CpuParts *parts)
{
    g_free(parts->arch);
    g_free(parts->model);
    g_free(parts->vendor);
    if (parts->features != NULL)
        g_ptr_array_unref(parts->features);
    *parts = (CpuParts){0};
}
