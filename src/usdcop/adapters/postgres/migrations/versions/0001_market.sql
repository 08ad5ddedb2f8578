-- What the batch path serves from PostgreSQL. Prices are rounded to eight places: a view, never a source.

CREATE TYPE bar_state AS ENUM ('forming', 'final', 'revised');

CREATE TABLE usdcop_m5_ohlcv (
    time               timestamptz NOT NULL,
    symbol             text        NOT NULL,
    open               numeric(20, 8),
    high               numeric(20, 8),
    low                numeric(20, 8),
    close              numeric(20, 8),
    volume             numeric(20, 2),
    source             text,
    ema_20             numeric(20, 8),
    ema_50             numeric(20, 8),
    sma_10             numeric(20, 8),
    sma_20             numeric(20, 8),
    rsi                numeric(10, 2),
    macd               numeric(20, 8),
    macd_signal        numeric(20, 8),
    macd_histogram     numeric(20, 8),
    bb_upper           numeric(20, 8),
    bb_middle          numeric(20, 8),
    bb_lower           numeric(20, 8),
    state              bar_state   NOT NULL,
    known_at           timestamptz NOT NULL,
    open_reconstructed boolean     NOT NULL,
    doubtful           boolean     NOT NULL,
    suspect            boolean     NOT NULL,
    run_id             text,
    PRIMARY KEY (time, symbol)
);
COMMENT ON COLUMN usdcop_m5_ohlcv.time IS 'opening instant of the five-minute bar';
COMMENT ON COLUMN usdcop_m5_ohlcv.known_at IS 'market time at which the bar could first be known';
COMMENT ON COLUMN usdcop_m5_ohlcv.run_id IS 'the run that last changed the row, where it said so';

CREATE TABLE pipeline_status (
    id                serial PRIMARY KEY,
    pipeline_name     text        NOT NULL,
    pipeline_type     text        NOT NULL CHECK (pipeline_type ~ '^L[0-6]$'),
    symbol            text        NOT NULL,
    status            text        NOT NULL CHECK (status IN ('running', 'completed', 'failed', 'interrupted')),
    started_at        timestamptz NOT NULL,
    completed_at      timestamptz,
    records_processed integer,
    error_message     text,
    host              text        NOT NULL,
    pid               integer     NOT NULL,
    recorded_at       timestamptz NOT NULL DEFAULT now(),
    CHECK ((status = 'running') = (completed_at IS NULL))
);
COMMENT ON COLUMN pipeline_status.started_at IS 'market time; recorded_at is real time';
CREATE INDEX idx_pipeline_status_name ON pipeline_status (pipeline_name);
CREATE INDEX idx_pipeline_status_type ON pipeline_status (pipeline_type);
CREATE INDEX idx_pipeline_status_started ON pipeline_status (started_at DESC);
CREATE UNIQUE INDEX one_run_of_a_layer ON pipeline_status (pipeline_type, symbol) WHERE status = 'running';

CREATE TABLE sessions_quality (
    symbol          text        NOT NULL,
    session         date        NOT NULL,
    rows            smallint    NOT NULL,
    expected        smallint    NOT NULL,
    grade           text        NOT NULL CHECK (grade IN ('A', 'B', 'C', 'D')),
    stale           boolean     NOT NULL,
    provisional     boolean     NOT NULL,
    holes           smallint    NOT NULL,
    largest_hole    smallint    NOT NULL,
    distinct_closes smallint    NOT NULL,
    quarantined     integer     NOT NULL,
    doubtful        smallint    NOT NULL,
    suspect         smallint    NOT NULL,
    thin_reason     text,
    source          text,
    verdict_at      timestamptz NOT NULL,
    PRIMARY KEY (symbol, session)
);
COMMENT ON COLUMN sessions_quality.provisional IS 'the session had not closed at verdict_at';

CREATE TABLE predictions (
    symbol        text             NOT NULL,
    time          timestamptz      NOT NULL,
    session       date             NOT NULL,
    model_version text             NOT NULL,
    alias         text,
    bundle_hash   text             NOT NULL,
    target        smallint         NOT NULL CHECK (target BETWEEN -1 AND 1),
    p_short       double precision,
    p_flat        double precision,
    p_long        double precision,
    value         double precision,
    data_kind     text             NOT NULL CHECK (data_kind IN ('real', 'replay', 'synthetic')),
    PRIMARY KEY (symbol, time, bundle_hash)
);
COMMENT ON COLUMN predictions.time IS 'opening instant of the bar at whose close the prediction is made';

CREATE TABLE trials (
    id                 bigserial PRIMARY KEY,
    config_hash        text        NOT NULL,
    seed               bigint      NOT NULL,
    data_hash          text        NOT NULL,
    test_first         date        NOT NULL,
    test_last          date        NOT NULL,
    sharpe_per_session double precision,
    sessions           integer     NOT NULL,
    looked_at          timestamptz NOT NULL,
    UNIQUE (config_hash, seed, data_hash, test_first, test_last)
);

CREATE TABLE rl_metrics (
    id                         serial PRIMARY KEY,
    metric_date                date NOT NULL,
    symbol                     text NOT NULL,
    win_rate                   numeric(7, 4),
    sharpe_ratio               numeric(10, 4),
    sortino_ratio              numeric(10, 4),
    max_drawdown               numeric(10, 4),
    total_trades               integer,
    total_pnl                  numeric(20, 2),
    avg_trade_duration_minutes integer,
    model_version              text NOT NULL,
    alias                      text,
    bundle_hash                text NOT NULL,
    data_kind                  text NOT NULL CHECK (data_kind IN ('real', 'replay', 'synthetic')),
    UNIQUE (symbol, metric_date, bundle_hash)
);
COMMENT ON COLUMN rl_metrics.metric_date IS 'last session of the evaluated period';
COMMENT ON COLUMN rl_metrics.win_rate IS 'fraction of trades; null where it is undefined, as every metric';

-- Where TimescaleDB is at hand the bars become a hypertable; elsewhere the same schema is a plain table.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_available_extensions WHERE name = 'timescaledb') THEN
        RETURN;
    END IF;
    CREATE EXTENSION IF NOT EXISTS timescaledb;
    PERFORM create_hypertable('usdcop_m5_ohlcv', 'time', chunk_time_interval => INTERVAL '7 days');
    ALTER TABLE usdcop_m5_ohlcv SET (
        timescaledb.compress,
        timescaledb.compress_orderby = 'time DESC',
        timescaledb.compress_segmentby = 'symbol'
    );
    PERFORM add_compression_policy('usdcop_m5_ohlcv', INTERVAL '30 days');
    PERFORM add_retention_policy('usdcop_m5_ohlcv', INTERVAL '1 year');
END
$$;
