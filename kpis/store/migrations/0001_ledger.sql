-- The ledger: append-only. Nothing here is ever updated or deleted; what is current is a query.
--
-- Every row has a sequence number, unique over all tables, and the instant at which it was
-- recorded (UTC). entry says which act wrote which range of numbers. Instants are UTC timestamps
-- without a zone: DuckDB's TIMESTAMPTZ needs a further library to reach Python.
-- Months are integers, 12 * year + month - 1. Amounts have 18 decimals and 20 digits before them.
-- No foreign keys: they block ordinary inserts under load; the writing services check instead.

create table entry (
    sequence bigint primary key,    -- the first number of the act
    last     bigint not null,       -- and its last
    recorded timestamp not null,
    act      varchar not null,      -- what was done: load units, publish ...
    actor    varchar not null,
    request  varchar unique,        -- the same request is never carried out twice
    detail   varchar not null       -- JSON: counts, file name, reason
);

-- Definitions are versioned: the version with the latest `recorded` that is not after an instant
-- counts there; before the first one was recorded, the first counts.
create table setting (
    sequence bigint not null,
    recorded timestamp not null,
    content  varchar not null       -- JSON
);

create table indicator (
    sequence bigint not null,
    recorded timestamp not null,
    code     varchar not null,
    content  varchar not null       -- JSON with the keys of the catalogue
);

create table unit (
    sequence   bigint not null,
    recorded   timestamp not null,
    code       varchar not null,
    name       varchar not null,
    name_en    varchar not null,
    kind       varchar not null,
    parent     varchar,
    valid_from date,
    valid_to   date,
    successor  varchar
);

create table commitment (
    sequence       bigint not null,
    recorded       timestamp not null,
    id             varchar not null,
    unit           varchar not null,
    document       varchar,
    signed_on      date,
    signer         varchar,         -- JSON: name, title
    counter_signer varchar,
    term_first     integer,         -- as signed; null: from its items
    term_last      integer
);

-- version 0 is the item as signed, with every term; later versions hold what they change only.
create table item_version (
    sequence   bigint not null,
    recorded   timestamp not null,
    commitment varchar not null,
    item       integer not null,    -- place in the document, from 0
    version    integer not null,
    effective  integer,             -- first month of an amendment; null for version 0
    indicator  varchar not null,
    each       boolean not null,
    comparator varchar,
    target     decimal(38, 18),
    low        decimal(38, 18),
    high       decimal(38, 18),
    baseline   decimal(38, 18),
    start      integer,
    due        integer,
    weight     decimal(38, 18),
    pace       varchar,
    steps      struct("month" integer, amount decimal(38, 18))[],
    document   varchar,
    signed_on  date,
    reason     varchar
);

create table stored_file (
    sequence bigint not null,
    recorded timestamp not null,
    sha256   varchar not null,
    content  blob not null          -- the bytes as received
);

create table submission (
    sequence bigint not null,       -- its number, also on the receipt
    recorded timestamp not null,
    unit     varchar,               -- null: an import over many units
    period   integer,
    file     varchar,               -- sha256 of the stored file
    name     varchar,               -- what the file was called
    actor    varchar not null,
    reason   varchar                -- why published figures are revised
);

create table submission_event (
    sequence   bigint not null,
    recorded   timestamp not null,
    submission bigint not null,
    event      varchar not null,    -- submitted, approved, returned, withdrawn
    actor      varchar not null,
    reason     varchar
);

create table figure (
    sequence     bigint not null,
    submission   bigint not null,
    unit         varchar not null,
    indicator    varchar not null,
    period       integer not null,
    member       varchar,
    numerator    decimal(38, 18),
    denominator  decimal(38, 18),
    amount       decimal(38, 18),   -- the value, where there are no counts
    note         varchar,
    source       varchar not null,  -- self, system, inspected
    place        varchar,           -- line or cell of the file
    published_at timestamp          -- brought from an older system; null: when it was approved
);

create view published_figure as
select
    figure.* exclude (published_at),
    coalesce(figure.published_at, approval.recorded) as published_at
from figure
join (
    select submission, min(recorded) as recorded
    from submission_event
    where event = 'approved'
    group by submission
) as approval using (submission);
