/* What a cold move does next, from what both hosts say now. Pure. */
#ifndef VMATRIX_ACTUATOR_COLD_FATE_H
#define VMATRIX_ACTUATOR_COLD_FATE_H

#include "hypervisor/hypervisor.h"

typedef enum {
    COLD_DEFINE,         /* runs at the source: its definition goes to the destination first */
    COLD_SHUT_DOWN,      /* runs at the source, and is defined at the destination */
    COLD_DEFINE_STOPPED, /* stopped at the source, the destination does not know it */
    COLD_START,          /* stopped everywhere, and defined at the destination */
    COLD_FORGET,         /* runs at the destination; the source keeps a definition */
    COLD_DONE,           /* runs at the destination alone */
    COLD_CALL_PERSON,    /* anything else */
} ColdFate;

ColdFate cold_fate(DomainRunState source, DomainRunState destination);

#endif
