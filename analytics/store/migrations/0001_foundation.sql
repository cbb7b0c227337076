-- The rooms of the warehouse, and what it knows about itself and its source.
CREATE SCHEMA landed;
CREATE SCHEMA source;
CREATE SCHEMA built;

-- One row, once a source is loaded. `options` is a JSON object: what the call asked for.
CREATE TABLE meta.source (
    kind VARCHAR NOT NULL,
    path VARCHAR NOT NULL,
    fingerprint VARCHAR NOT NULL,
    loaded_at TIMESTAMP NOT NULL,
    currency VARCHAR NOT NULL,
    protected VARCHAR[] NOT NULL,
    default_outcome VARCHAR,
    as_of_default DATE NOT NULL,
    options JSON NOT NULL
);

-- A row a table of the source: rows_in = rows_loaded + rows_rejected, rows_in counted on its own.
CREATE TABLE meta.tables (
    table_name VARCHAR NOT NULL,
    present BOOLEAN NOT NULL,
    rows_in BIGINT NOT NULL,
    rows_loaded BIGINT NOT NULL,
    rows_rejected BIGINT NOT NULL
);

-- A row a column of `source`: present says whether the input had it, is_extra that no contract names it.
CREATE TABLE meta.columns (
    table_name VARCHAR NOT NULL,
    column_name VARCHAR NOT NULL,
    type VARCHAR NOT NULL,
    present BOOLEAN NOT NULL,
    is_extra BOOLEAN NOT NULL
);

-- Up to 1,000 examples a reason; row_number counts the rows of the file, the header aside, from 1.
CREATE TABLE meta.rejections (
    table_name VARCHAR NOT NULL,
    file VARCHAR NOT NULL,
    row_number BIGINT NOT NULL,
    column_name VARCHAR,
    reason VARCHAR NOT NULL,
    value VARCHAR
);

-- Exact counts; effect is 'row rejected' or 'value dropped' (the row is loaded with the value missing).
CREATE TABLE meta.rejection_counts (
    table_name VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    column_name VARCHAR,
    effect VARCHAR NOT NULL,
    n_rows BIGINT NOT NULL
);

-- A row a file: part is the number by which `landed` rows name it (its place among the table's files by
-- name), sha256 is of its bytes, columns are its columns under their names in the store. landed_table is the
-- table in `landed`, table_name the one in `source`.
CREATE TABLE meta.parts (
    table_name VARCHAR NOT NULL,
    landed_table VARCHAR NOT NULL,
    part INTEGER NOT NULL,
    file VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    columns VARCHAR[] NOT NULL,
    rows_in BIGINT NOT NULL
);

CREATE TABLE meta.ignored (path VARCHAR NOT NULL);

-- Remarks of the quality report in plain words, in order.
CREATE TABLE meta.notes (position INTEGER NOT NULL, note VARCHAR NOT NULL);

-- People who were erased, by pseudonym only: their rows are refused when a source is loaded again.
CREATE TABLE meta.erased (pseudonym VARCHAR PRIMARY KEY, erased_at TIMESTAMP NOT NULL);
