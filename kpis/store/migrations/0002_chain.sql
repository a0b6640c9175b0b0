-- The chain: a sum over each act and all rows that it wrote, together with the sum before it. What
-- is changed, removed or slipped in later no longer agrees with it (queries/acts.sql).
create table chain (
    entry  bigint primary key,      -- sequence of the act
    digest varchar not null         -- hexadecimal SHA-256
);
