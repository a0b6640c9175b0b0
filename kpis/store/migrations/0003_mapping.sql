-- How workbooks of other layouts are read, as somebody settled it: per unit and source the latest
-- row counts. Nothing in it is a figure; figures name the file and cell that they were read from.
create table mapping (
    sequence    bigint not null,
    recorded    timestamp not null,
    unit        varchar,            -- null: the office, for files over many units
    source      varchar not null,   -- what people call where the files come from
    fingerprint varchar,            -- of the header; null: taken back
    actor       varchar not null,
    content     varchar             -- JSON; null: taken back
);
