-- One row per act from a certain one on: what it says of itself, and a sum over what it wrote.
--
-- parameters: $first (sequence of an entry)
-- columns:    sequence, text (JSON of the entry's columns), content (SHA-256 over the rows with
--             sequence numbers from this entry up to the next one; null where there are none)
-- order:      as written
--
-- Every column is named and turned into text in one way, so that a later version of the database
-- comes to the same sums. Of a stored file its own sum counts, not its bytes.
with line as (

    select sequence, to_json(['setting', sequence::varchar, epoch_us(recorded)::varchar, content])::varchar as text
    from setting
    where sequence >= $first
    union all
    select sequence, to_json(['indicator', sequence::varchar, epoch_us(recorded)::varchar, code, content])::varchar
    from indicator
    where sequence >= $first
    union all
    select sequence, to_json([
        'unit', sequence::varchar, epoch_us(recorded)::varchar, code, name, name_en, kind, parent,
        valid_from::varchar, valid_to::varchar, successor
    ])::varchar
    from unit
    where sequence >= $first
    union all
    select sequence, to_json([
        'commitment', sequence::varchar, epoch_us(recorded)::varchar, id, unit, document,
        signed_on::varchar, signer, counter_signer, term_first::varchar, term_last::varchar
    ])::varchar
    from commitment
    where sequence >= $first
    union all
    select sequence, to_json([
        'item_version', sequence::varchar, epoch_us(recorded)::varchar, commitment, item::varchar,
        version::varchar, effective::varchar, indicator, each::varchar, comparator,
        target::varchar, low::varchar, high::varchar, baseline::varchar, start::varchar,
        due::varchar, weight::varchar, pace,
        array_to_string(list_transform(steps, lambda s: concat(s.month, ':', s.amount)), ' '),
        document, signed_on::varchar, reason
    ])::varchar
    from item_version
    where sequence >= $first
    union all
    select sequence, to_json(['stored_file', sequence::varchar, epoch_us(recorded)::varchar, sha256])::varchar
    from stored_file
    where sequence >= $first
    union all
    select sequence, to_json([
        'submission', sequence::varchar, epoch_us(recorded)::varchar, unit, period::varchar, file,
        name, actor, reason
    ])::varchar
    from submission
    where sequence >= $first
    union all
    select sequence, to_json([
        'submission_event', sequence::varchar, epoch_us(recorded)::varchar, submission::varchar,
        event, actor, reason
    ])::varchar
    from submission_event
    where sequence >= $first
    union all
    select sequence, to_json([
        'figure', sequence::varchar, submission::varchar, unit, indicator, period::varchar, member,
        numerator::varchar, denominator::varchar, amount::varchar, note, source, place,
        epoch_us(published_at)::varchar
    ])::varchar
    from figure
    where sequence >= $first
    union all
    select sequence, to_json([
        'mapping', sequence::varchar, epoch_us(recorded)::varchar, unit, source, fingerprint, actor,
        content
    ])::varchar
    from mapping
    where sequence >= $first
    union all
    select sequence, to_json([
        'supersession', sequence::varchar, epoch_us(recorded)::varchar, submission::varchar,
        successor::varchar
    ])::varchar
    from supersession
    where sequence >= $first
    union all
    select sequence, to_json([
        'submission_check', sequence::varchar, epoch_us(recorded)::varchar, submission::varchar,
        warnings::varchar, content
    ])::varchar
    from submission_check
    where sequence >= $first
    union all
    select sequence, to_json([
        'evidence', sequence::varchar, epoch_us(recorded)::varchar, figure::varchar,
        submission::varchar, file, name, actor
    ])::varchar
    from evidence
    where sequence >= $first
    union all
    select sequence, to_json([
        'reopening', sequence::varchar, epoch_us(recorded)::varchar, period::varchar, unit,
        epoch_us("until")::varchar, actor, reason
    ])::varchar
    from reopening
    where sequence >= $first

),

written as (

    select
        entry.sequence,
        sha256(string_agg(sha256(line.text), '' order by line.sequence, line.text)) as content
    from line
    asof join entry on line.sequence >= entry.sequence
    group by entry.sequence

)

select
    entry.sequence,
    to_json([
        entry.sequence::varchar, entry.last::varchar, epoch_us(entry.recorded)::varchar, entry.act,
        entry.actor, entry.request, entry.detail
    ])::varchar,
    written.content
from entry
left join written on written.sequence = entry.sequence
where entry.sequence >= $first
order by entry.sequence
