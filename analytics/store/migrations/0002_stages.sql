-- A row a stage of `build` that has run: fingerprint is of inputs, and inputs says in words what went into it.
CREATE TABLE meta.stages (
    stage VARCHAR NOT NULL,
    fingerprint VARCHAR NOT NULL,
    inputs JSON NOT NULL,
    finished_at TIMESTAMP NOT NULL,
    seconds DOUBLE NOT NULL
);
