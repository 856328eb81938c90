/* The functions behind the table of commands, one file each. */
#ifndef VMATRIX_CLI_COMMANDS_H
#define VMATRIX_CLI_COMMANDS_H

#include <glib.h>

int command_host(int argc, char **argv, GError **error);
int command_service(int argc, char **argv, GError **error);
int command_domain(int argc, char **argv, GError **error);
int command_tier(int argc, char **argv, GError **error);
int command_resource(int argc, char **argv, GError **error);
int command_licence(int argc, char **argv, GError **error);
int command_move_cost(int argc, char **argv, GError **error);
int command_balance(int argc, char **argv, GError **error);
int command_policy(int argc, char **argv, GError **error);
int command_cpu_model(int argc, char **argv, GError **error);
int command_rule(int argc, char **argv, GError **error);
int command_blackout(int argc, char **argv, GError **error);
int command_rate(int argc, char **argv, GError **error);
int command_db(int argc, char **argv, GError **error);
int command_verify(int argc, char **argv, GError **error);
int command_snapshot(int argc, char **argv, GError **error);
int command_scenario(int argc, char **argv, GError **error);
int command_plan(int argc, char **argv, GError **error);
int command_show(int argc, char **argv, GError **error);
int command_explain(int argc, char **argv, GError **error);
int command_report(int argc, char **argv, GError **error);
int command_apply(int argc, char **argv, GError **error);
int command_rollback(int argc, char **argv, GError **error);
int command_approver(int argc, char **argv, GError **error);
int command_audit(int argc, char **argv, GError **error);
int command_approve(int argc, char **argv, GError **error);
int command_freeze(int argc, char **argv, GError **error);
int command_ledger(int argc, char **argv, GError **error);
int command_journal(int argc, char **argv, GError **error);
int command_list(int argc, char **argv, GError **error);
int command_power(int argc, char **argv, GError **error);
int command_reject(int argc, char **argv, GError **error);
int command_unfreeze(int argc, char **argv, GError **error);
int command_collect(int argc, char **argv, GError **error);

#endif
