#include "actuator/cold_fate.h"

ColdFate cold_fate(DomainRunState source, DomainRunState destination)
{
    static const struct {
        DomainRunState source, destination;
        ColdFate fate;
    } table[] = {
        {DOMAIN_RUNNING, DOMAIN_ABSENT, COLD_DEFINE},
        {DOMAIN_RUNNING, DOMAIN_SHUTOFF, COLD_SHUT_DOWN},
        {DOMAIN_SHUTOFF, DOMAIN_ABSENT, COLD_DEFINE_STOPPED},
        {DOMAIN_SHUTOFF, DOMAIN_SHUTOFF, COLD_START},
        {DOMAIN_ABSENT, DOMAIN_SHUTOFF, COLD_START},
        {DOMAIN_SHUTOFF, DOMAIN_RUNNING, COLD_FORGET},
        {DOMAIN_ABSENT, DOMAIN_RUNNING, COLD_DONE},
    };
    for (guint i = 0; i < G_N_ELEMENTS(table); i++)
        if (table[i].source == source && table[i].destination == destination)
            return table[i].fate;
    return COLD_CALL_PERSON;
}
