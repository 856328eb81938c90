SELECT unfreeze_actions($1::text)
