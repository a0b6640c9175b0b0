-- The way of a submission: drafts, what supersedes what, what was warned of, evidence, periods.
-- Append-only, as everything here. The states themselves are rows of submission_event.

-- Which newer submission took the place of one that nobody had decided on.
create table supersession (
    sequence   bigint not null,
    recorded   timestamp not null,
    submission bigint not null,
    successor  bigint not null
);

-- What was said about a submission when it was sent; one row, also where there was nothing to say.
create table submission_check (
    sequence   bigint not null,
    recorded   timestamp not null,
    submission bigint not null,
    warnings   integer not null,
    content    varchar not null     -- JSON: code, file, place, values of each warning
);

-- A file that shows where a figure comes from.
create table evidence (
    sequence   bigint not null,
    recorded   timestamp not null,
    figure     bigint not null,     -- sequence of the figure
    submission bigint not null,
    file       varchar not null,    -- sha256 of the stored file
    name       varchar not null,
    actor      varchar not null
);

-- A closed period that units may report for again, until an instant.
create table reopening (
    sequence bigint not null,
    recorded timestamp not null,
    period   integer not null,
    unit     varchar,               -- null: for all units
    until    timestamp not null,
    actor    varchar not null,
    reason   varchar not null
);

-- What is being typed. Not an act yet: a draft has no entry and leaves the revision as it is, so
-- that nothing is judged anew every time that one is saved. The latest row of a unit, a month and
-- a person counts.
create table draft (
    place      bigint primary key,
    recorded   timestamp not null,
    unit       varchar not null,
    period     integer not null,
    actor      varchar not null,
    state      varchar not null,    -- kept, discarded, submitted
    begun      timestamp not null,  -- when its first row was saved
    submission bigint,              -- what became of it
    cells      varchar not null     -- JSON: the typed cells, row by row
);
