-- What verdicts rest on. Rows are added and never changed; each is told in the audit trail in the transaction
-- that adds it, so that one which is removed or rewritten is found.

CREATE TABLE trained_bundles (
    bundle_hash      text        PRIMARY KEY CHECK (bundle_hash ~ '^[0-9a-f]{64}$'),
    symbol           text        NOT NULL,
    split_id         text        NOT NULL,
    train_first      date        NOT NULL,
    train_last       date        NOT NULL,
    validation_first date        NOT NULL,
    validation_last  date        NOT NULL,
    test_first       date        NOT NULL,
    test_last        date        NOT NULL,
    embargo_sessions integer     NOT NULL CHECK (embargo_sessions >= 0),
    data_hash        text        NOT NULL,
    recipe_hash      text        NOT NULL,
    recipe           text        NOT NULL,
    code_version     text        NOT NULL,
    at               timestamptz NOT NULL,
    recorded_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    CHECK (train_first <= train_last AND train_last < validation_first AND validation_first <= validation_last
           AND validation_last < test_first AND test_first <= test_last)
);
COMMENT ON TABLE trained_bundles IS 'bundles that this home trained itself; any other may have seen anything';
COMMENT ON COLUMN trained_bundles.data_hash IS 'SHA-256 over the checksums of the episodes it was trained on';
COMMENT ON COLUMN trained_bundles.recipe IS 'canonical JSON: steps, seeds and settings of the training';

CREATE TABLE looks (
    id          bigserial   PRIMARY KEY,
    symbol      text        NOT NULL,
    number      integer     NOT NULL CHECK (number >= 1),
    kind        text        NOT NULL CHECK (kind IN ('trial', 'batch', 'earlier')),
    test_first  date        NOT NULL,
    test_last   date        NOT NULL,
    sessions    integer     NOT NULL CHECK (sessions >= 1),
    actor       text        NOT NULL,
    at          timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CHECK (test_first <= test_last)
);
COMMENT ON TABLE looks IS 'every showing of one trial or one declared batch on a test set';
COMMENT ON COLUMN looks.number IS 'j: which look at these sessions it was; its share of the error follows from it';
COMMENT ON COLUMN looks.kind IS 'earlier: an evaluation of a version that kept no series';

CREATE TABLE look_trials (
    look               bigint NOT NULL REFERENCES looks,
    bundle_hash        text   NOT NULL CHECK (bundle_hash ~ '^[0-9a-f]{64}$'),
    series_hash        text   NOT NULL CHECK (series_hash ~ '^[0-9a-f]{64}$'),
    sharpe_per_session double precision,
    PRIMARY KEY (look, bundle_hash)
);
COMMENT ON COLUMN look_trials.series_hash IS 'SHA-256 of the object that keeps the session returns as they were looked at';

-- An evaluation that an earlier version recorded, with all its fold rows, is one look.
INSERT INTO looks (symbol, number, kind, test_first, test_last, sessions, actor, at)
SELECT 'USDCOP', row_number() OVER (ORDER BY looked_at, min(id)), 'earlier', test_first, test_last, max(sessions),
       'an earlier version', looked_at
FROM trials WHERE data_hash NOT LIKE '% fold %'
GROUP BY looked_at, test_first, test_last, config_hash, seed, data_hash;

CREATE TABLE forward_entries (
    number       integer          PRIMARY KEY CHECK (number >= 1),
    symbol       text             NOT NULL,
    bundle_hash  text             NOT NULL UNIQUE CHECK (bundle_hash ~ '^[0-9a-f]{64}$'),
    stop         double precision NOT NULL CHECK (stop > 0 AND stop < 1),
    trained_here boolean          NOT NULL,
    entered_at   timestamptz      NOT NULL,
    vendor_at    timestamptz,
    actor        text             NOT NULL,
    at           timestamptz      NOT NULL,
    recorded_at  timestamptz      NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON COLUMN forward_entries.number IS 'n: its share of the error of all entries of the home follows from it';
COMMENT ON COLUMN forward_entries.stop IS 'loss of a session, share of its capital, at which the position is left';
COMMENT ON COLUMN forward_entries.entered_at IS 'the later of the wall''s and the vendor''s clock: only later sessions prove';

CREATE TABLE titles (
    id          bigserial   PRIMARY KEY,
    symbol      text        NOT NULL,
    bundle_hash text        NOT NULL CHECK (bundle_hash ~ '^[0-9a-f]{64}$'),
    event       text        NOT NULL CHECK (event IN ('won', 'lost')),
    reason      text        NOT NULL,
    cap         double precision,
    kept_mean   double precision,
    since       date        NOT NULL,
    actor       text        NOT NULL,
    at          timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CHECK ((cap IS NULL) = (kept_mean IS NULL))
);
COMMENT ON TABLE titles IS 'champions: what each must keep, fixed when it won, and why it lost';
COMMENT ON COLUMN titles.since IS 'first session that counts: the one after a promotion';

GRANT SELECT ON trained_bundles, looks, look_trials, forward_entries, titles TO usdcop_service;
GRANT INSERT ON titles TO usdcop_service;
GRANT USAGE, SELECT ON SEQUENCE titles_id_seq TO usdcop_service;
