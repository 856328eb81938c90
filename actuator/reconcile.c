#include "actuator/reconcile.h"

const char *const fate_names[] = {"not moved", "moved", "under way", "call a person"};

#define ABSENT  DOMAIN_ABSENT
#define RUNNING DOMAIN_RUNNING
#define PAUSED  DOMAIN_PAUSED
#define SHUTOFF DOMAIN_SHUTOFF
#define CRASHED DOMAIN_CRASHED
#define UNKNOWN DOMAIN_UNKNOWN

/* Source, destination: in the order of DomainRunState, so that a pair's row is found by index. */
const FateRow fate_table[N_DOMAIN_RUN_STATES * N_DOMAIN_RUN_STATES] = {
    /* Lost by both: it was stopped or its QEMU died, or someone moved it to a third host. */
    {ABSENT, ABSENT, FATE_CALL_PERSON, true, "neither host knows the domain"},
    /* The usual end of a move. */
    {ABSENT, RUNNING, FATE_MOVED, false, "the domain runs at the destination alone"},
    /* The source has let go but nobody resumed the guest; resuming it is a person's decision. */
    {ABSENT, PAUSED, FATE_CALL_PERSON, true,
     "the source has let go and the destination holds the domain paused"},
    /* Moved and stopped since, or stopped instead of moved: starting it may lose data. */
    {ABSENT, SHUTOFF, FATE_CALL_PERSON, false,
     "only the destination knows the domain, and it is shut off there"},
    {ABSENT, CRASHED, FATE_CALL_PERSON, false,
     "only the destination knows the domain, and it has crashed there"},
    {ABSENT, UNKNOWN, FATE_CALL_PERSON, false,
     "the source does not know the domain and the destination does not tell"},

    /* The usual state before a move, and after one that was aborted or failed. */
    {RUNNING, ABSENT, FATE_NOT_MOVED, false, "the domain runs at the source alone"},
    /* Twice alive writes to one disk from two guests: the worst case of all. */
    {RUNNING, RUNNING, FATE_CALL_PERSON, true, "the domain runs on both hosts"},
    /* An incoming QEMU that an interrupted migration left behind, or is about to clear away. */
    {RUNNING, PAUSED, FATE_CALL_PERSON, true,
     "the domain runs at the source and the destination holds it paused"},
    /* A definition without life at the destination hinders neither the guest nor a move. */
    {RUNNING, SHUTOFF, FATE_NOT_MOVED, false,
     "the domain runs at the source; the destination only has its definition"},
    {RUNNING, CRASHED, FATE_CALL_PERSON, false,
     "the domain runs at the source and the destination holds a crashed one"},
    {RUNNING, UNKNOWN, FATE_CALL_PERSON, false,
     "the domain runs at the source and the destination does not tell"},

    /* Paused by someone, or by a migration that broke in its last phase. */
    {PAUSED, ABSENT, FATE_CALL_PERSON, true,
     "the domain is paused at the source and the destination does not know it"},
    /* The last moments of a migration: the destination has resumed, the source not let go yet. */
    {PAUSED, RUNNING, FATE_CALL_PERSON, true,
     "the domain runs at the destination and the source holds it paused"},
    /* Only one of the two has all of the memory, and nothing here tells which. */
    {PAUSED, PAUSED, FATE_CALL_PERSON, true, "the domain is paused on both hosts"},
    {PAUSED, SHUTOFF, FATE_CALL_PERSON, true,
     "the domain is paused at the source; the destination only has its definition"},
    {PAUSED, CRASHED, FATE_CALL_PERSON, false,
     "the domain is paused at the source and crashed at the destination"},
    {PAUSED, UNKNOWN, FATE_CALL_PERSON, false,
     "the domain is paused at the source and the destination does not tell"},

    /* Stopped by someone: whether it shall run again is not for an actuator to say. */
    {SHUTOFF, ABSENT, FATE_CALL_PERSON, true,
     "the domain is shut off at the source and the destination does not know it"},
    /* Moved; the source kept its definition without life. */
    {SHUTOFF, RUNNING, FATE_MOVED, false,
     "the domain runs at the destination; the source only keeps its definition"},
    {SHUTOFF, PAUSED, FATE_CALL_PERSON, true,
     "the domain is shut off at the source and paused at the destination"},
    {SHUTOFF, SHUTOFF, FATE_CALL_PERSON, false, "the domain is shut off on both hosts"},
    {SHUTOFF, CRASHED, FATE_CALL_PERSON, false,
     "the domain is shut off at the source and crashed at the destination"},
    {SHUTOFF, UNKNOWN, FATE_CALL_PERSON, false,
     "the domain is shut off at the source and the destination does not tell"},

    /* A crashed guest is evidence: nothing here may clear it away. */
    {CRASHED, ABSENT, FATE_CALL_PERSON, false,
     "the domain has crashed at the source and the destination does not know it"},
    {CRASHED, RUNNING, FATE_CALL_PERSON, false,
     "the domain runs at the destination and the source holds a crashed one"},
    {CRASHED, PAUSED, FATE_CALL_PERSON, false,
     "the domain has crashed at the source and is paused at the destination"},
    {CRASHED, SHUTOFF, FATE_CALL_PERSON, false,
     "the domain has crashed at the source; the destination only has its definition"},
    {CRASHED, CRASHED, FATE_CALL_PERSON, false, "the domain has crashed on both hosts"},
    {CRASHED, UNKNOWN, FATE_CALL_PERSON, false,
     "the domain has crashed at the source and the destination does not tell"},

    /* A host that does not tell may hold the domain in any state. */
    {UNKNOWN, ABSENT, FATE_CALL_PERSON, false,
     "the source does not tell and the destination does not know the domain"},
    {UNKNOWN, RUNNING, FATE_CALL_PERSON, false,
     "the source does not tell and the domain runs at the destination"},
    {UNKNOWN, PAUSED, FATE_CALL_PERSON, false,
     "the source does not tell and the domain is paused at the destination"},
    {UNKNOWN, SHUTOFF, FATE_CALL_PERSON, false,
     "the source does not tell and the destination only has the domain's definition"},
    {UNKNOWN, CRASHED, FATE_CALL_PERSON, false,
     "the source does not tell and the domain has crashed at the destination"},
    {UNKNOWN, UNKNOWN, FATE_CALL_PERSON, false, "neither host tells"},
};

const FateRow *fate_row(DomainRunState source, DomainRunState destination)
{
    return &fate_table[(guint)source * N_DOMAIN_RUN_STATES + (guint)destination];
}

Fate reconcile(DomainRunState source, DomainRunState destination, bool job_active,
               const FateRow **ret_row)
{
    const FateRow *row = fate_row(source, destination);
    if (ret_row != NULL)
        *ret_row = row;
    return job_active ? FATE_UNDER_WAY : row->fate;
}

char *reconcile_commands(const char *domain, const char *source_uri, const char *destination_uri)
{
    g_autofree char *quoted_domain = g_shell_quote(domain);
    GString *commands = g_string_new(NULL);
    const char *const uris[] = {source_uri, destination_uri};
    for (guint i = 0; i < G_N_ELEMENTS(uris); i++) {
        if (uris[i] == NULL)
            continue;
        g_autofree char *uri = g_shell_quote(uris[i]);
        g_string_append_printf(commands, "virsh -c %s domstate %s --reason\n", uri, quoted_domain);
        g_string_append_printf(commands, "virsh -c %s domjobinfo %s\n", uri, quoted_domain);
    }
    if (commands->len > 0)
        g_string_truncate(commands, commands->len - 1);
    return g_string_free(commands, FALSE);
}
