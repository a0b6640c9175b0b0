-- One row per file that was attached to a figure.
--
-- parameters: $figure (sequence), $submission: null for all
-- columns:    those of Evidence in evidence.py
-- order:      as attached
select
    evidence.sequence,
    evidence.recorded,
    evidence.figure,
    evidence.submission,
    figure.unit,
    figure.indicator,
    figure.period,
    figure.member,
    evidence.file,
    evidence.name,
    octet_length(stored_file.content),
    evidence.actor
from evidence
join figure on figure.sequence = evidence.figure
join stored_file on stored_file.sha256 = evidence.file
where ($figure is null or evidence.figure = $figure)
  and ($submission is null or evidence.submission = $submission)
order by evidence.sequence
