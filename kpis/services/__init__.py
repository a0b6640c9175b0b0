"""One use each: fetch, judge, return rows; or check everything, then write all or nothing."""
