# bash completion for vmatrix
_vmatrix()
{
    local word="${COMP_WORDS[COMP_CWORD]}" words=""
    if [ "$COMP_CWORD" -eq 1 ]; then
        words="\
db host service domain rule blackout tier resource licence move-cost balance cpu-model policy rate ledger power collect snapshot plan show explain list verify approve reject approver apply rollback journal audit freeze unfreeze report scenario --help --version"
    else
        case "${COMP_WORDS[1]}" in
        db) words="init status stop user add --role --database --output --help" ;;
        host) words="add list set drain undrain remove --help" ;;
        service) words="add set list remove --help" ;;
        domain) words="set list --help" ;;
        rule) words="add list remove --help" ;;
        blackout) words="add list remove --help" ;;
        tier) words="set remove --resource list --output table json csv --help" ;;
        resource) words="set remove list --output table json csv --help" ;;
        licence) words="set remove list --output table json csv --help" ;;
        move-cost) words="set remove list --output table json csv --help" ;;
        balance) words="set remove list --output table json csv --help" ;;
        cpu-model) words="set remove --runs-on list --output table json csv --help" ;;
        policy) words="set --valid-from --source list --output table json csv --help" ;;
        rate) words="set --class --licence --hour --valid-from --valid-to --currency --owner --source --reason list --help" ;;
        ledger) words="list charge notes close --accept correct --amount --reason record --minutes --reason invoice audit budget --period --amount --domain-h --reason measure --requests --response-ms run --from --to team --team --remove yes rates corrections runs --help" ;;
        power) words="set --on --off --confirm-s list --output table json csv --help" ;;
        collect) words="--once --interval --deadline --output table json csv --help" ;;
        snapshot) words="--save --name --window-h --max-age-min --output --help" ;;
        plan) words="--scenario --snapshot --start --time-limit --cpu-limit --work-limit --gap --seed --cores --save --write-mip --detailed-exitcode --output table json csv --help" ;;
        show) words="--reverse --output table json csv --help" ;;
        explain) words="--output table json csv --help" ;;
        list) words="--database --output table json csv --help" ;;
        verify) words="--database --output table json csv --help" ;;
        approve) words="--valid-h --sign --database --help" ;;
        reject) words="--reason --database --help" ;;
        approver) words="list set --max-operator-min --max-domains second --above --currency --database --output --help" ;;
        apply) words="--dry-run --partial --no-wait --stop-after --database --help" ;;
        rollback) words="--dry-run --no-wait --database --output table json csv --help" ;;
        journal) words="--calibration --states --graph --database --output table json csv --help" ;;
        audit) words="list verify --head --database --output --help" ;;
        freeze) words="--reason --database --help" ;;
        unfreeze) words="--reason --database --help" ;;
        report) words="--from --to --snapshot --plan --section --output cost summary cost-by-service cost-by-team cost-by-host people savings budget focus plan capacity performance --help" ;;
        scenario) words="check load --database --output table json csv import roadef cloud-balancing planetlab export roadef generate --seed --periods --help" ;;
        esac
    fi
    mapfile -t COMPREPLY < <(compgen -W "$words" -f -- "$word")
}
complete -F _vmatrix vmatrix
