#include "actuator/procedure.h"

void step_work_clear(StepWork *work)
{
    g_clear_pointer(&work->source, hypervisor_close);
    g_clear_pointer(&work->destination, hypervisor_close);
    g_clear_pointer(&work->xml, g_free);
}

static const StepProcedure *procedure_of_move(MoveMode mode)
{
    switch (mode) {
    case MOVE_MODE_LIVE:
    case MOVE_MODE_SAVE:
        return &migrate_procedure;
    case MOVE_MODE_COLD:
        return &cold_procedure;
    case MOVE_MODE_NEVER:
        return NULL;
    }
    g_assert_not_reached();
}

const StepProcedure *step_procedure(const Errand *errand, const Step *step)
{
    switch (step->kind) {
    case ACTION_MIGRATE:
        return procedure_of_move(errand->model->domains[step->domain].move);
    case ACTION_ACTIVATE:
        return &activate_procedure;
    case ACTION_POWER_ON:
    case ACTION_POWER_OFF:
        return &power_procedure;
    case ACTION_SUSPEND:
        return &suspend_procedure;
    case ACTION_REPLICATE:
        return &replicate_procedure;
    case ACTION_RETIRE:
        return &retire_procedure;
    }
    g_assert_not_reached();
}
