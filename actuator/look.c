#include "actuator/look.h"

#define LOOK_AGAIN_US 100000

void finding_clear(Finding *finding)
{
    g_clear_pointer(&finding->source_trouble, g_free);
    g_clear_pointer(&finding->destination_trouble, g_free);
}

/* One host's answer. Opened anew each time: a connection that missed a deadline is of no use. */
static DomainRunState ask(const LookRequest *request, const char *uri, bool *ret_job,
                          MigrationProgress *ret_progress, char **ret_trouble)
{
    if (uri == NULL) {
        *ret_trouble = g_strdup("it is no longer in the inventory");
        return DOMAIN_UNKNOWN;
    }
    g_autoptr(GError) error = NULL;
    DomainRunState state = DOMAIN_UNKNOWN;
    g_autoptr(Hypervisor) host = hypervisor_open(uri, true, request->host_deadline_ms, &error);
    bool told =
        host != NULL &&
        hypervisor_domain_state(host, request->domain, request->uuid, &state, &error) &&
        (ret_job == NULL || state == DOMAIN_ABSENT ||
         hypervisor_migration_running(host, request->domain, ret_job, ret_progress, &error));
    if (told)
        return state;
    *ret_trouble = g_strdup(error->message);
    return DOMAIN_UNKNOWN;
}

/* Source before destination: where a migration ends between the two questions the pair is one that
 * is looked at again, or says "moved", which is true by then. */
static bool look_once(const LookRequest *request, Finding *finding, MigrationProgress *ret_progress)
{
    bool job = false;
    finding_clear(finding);
    finding->source =
        ask(request, request->source_uri, &job, ret_progress, &finding->source_trouble);
    finding->destination =
        ask(request, request->destination_uri, NULL, NULL, &finding->destination_trouble);
    finding->fate = reconcile(finding->source, finding->destination, job, &finding->row);
    return job;
}

static bool has_time(const LookRequest *request, int64_t since_us, bool job)
{
    int64_t waited_ms = (g_get_monotonic_time() - since_us) / 1000;
    return waited_ms < (job ? request->under_way_ms : request->settle_ms);
}

void look_at(const LookRequest *request, Finding *ret_finding)
{
    *ret_finding = (Finding){0};
    int64_t since_us = g_get_monotonic_time();
    bool had_job = false;
    for (;;) {
        MigrationProgress progress = {.downtime_ms = -1};
        bool job = look_once(request, ret_finding, &progress);
        if (job != had_job) /* the clock of the other waiting begins */
            since_us = g_get_monotonic_time();
        had_job = job;
        bool decided =
            !job && (ret_finding->fate != FATE_CALL_PERSON || !ret_finding->row->passing);
        if (decided || !has_time(request, since_us, job))
            return;
        if (job && request->progress != NULL && !request->progress(request->context, &progress))
            return;
        g_usleep(LOOK_AGAIN_US);
    }
}

char *finding_describe(const Finding *finding)
{
    GString *text = g_string_new(finding->fate == FATE_UNDER_WAY
                                     ? "a migration of the domain is still under way"
                                     : finding->row->meaning);
    if (finding->source_trouble != NULL)
        g_string_append_printf(text, " (source: %s)", finding->source_trouble);
    if (finding->destination_trouble != NULL)
        g_string_append_printf(text, " (destination: %s)", finding->destination_trouble);
    return g_string_free(text, FALSE);
}
