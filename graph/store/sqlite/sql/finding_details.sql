SELECT f.row, d.title_zh, d.title_en, f.statistic, f.expected, f.evidence, f.counter_evidence,
       d.basis, d.next_steps, d.cleared_by, f.firms, d.scope, f.excuses
FROM findings AS f JOIN detectors AS d USING (detector)
WHERE f.row IN (SELECT value FROM json_each(:rows))
