SELECT * FROM report_focus
ORDER BY "ChargePeriodStart", "ResourceId", "ChargeDescription", "BilledCost"
