-- What lives while the market is open. `at` is market time, `recorded_at` real time. The ledger keeps prices and
-- costs as double precision: the exact numbers the engine reckoned with, so that its hashes can be compared.

CREATE TABLE accounts (
    id          text        PRIMARY KEY CHECK (id ~ '^[a-z][a-z0-9_-]{0,31}$'),
    kind        text        NOT NULL CHECK (kind IN ('main', 'manual', 'policy')),
    opened_at   timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON COLUMN accounts.kind IS 'policy: the paper account of a deployed role, named as the role';

CREATE TABLE orders (
    id              uuid             PRIMARY KEY DEFAULT gen_random_uuid(),
    account         text             NOT NULL REFERENCES accounts,
    client_order_id text             NOT NULL CHECK (length(client_order_id) BETWEEN 1 AND 64),
    symbol          text             NOT NULL,
    side            text             NOT NULL CHECK (side IN ('buy', 'sell')),
    type            text             NOT NULL CHECK (type IN ('market', 'limit', 'stop')),
    quantity_usd    double precision NOT NULL CHECK (quantity_usd > 0 AND quantity_usd < 'infinity'),
    limit_price     double precision CHECK (limit_price > 0 AND limit_price < 'infinity'),
    stop_price      double precision CHECK (stop_price > 0 AND stop_price < 'infinity'),
    time_in_force   text             NOT NULL CHECK (time_in_force IN ('day', 'ioc')),
    reduce_only     boolean          NOT NULL,
    origin          text             NOT NULL CHECK (origin IN ('manual', 'policy')),
    actor           text             NOT NULL,
    body_hash       text             NOT NULL,
    session         date             NOT NULL,
    decided_slot    smallint,
    bundle_hash     text,
    status          text             NOT NULL CHECK (status IN ('working', 'filled', 'cancelled', 'expired')),
    reason          text,
    triggered_at    timestamptz,
    accepted_at     timestamptz      NOT NULL,
    closed_at       timestamptz,
    recorded_at     timestamptz      NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (account, client_order_id),
    CHECK ((type = 'limit') = (limit_price IS NOT NULL)),
    CHECK ((type = 'stop') = (stop_price IS NOT NULL)),
    CHECK ((status = 'working') = (closed_at IS NULL)),
    CHECK ((origin = 'policy') = (decided_slot IS NOT NULL AND bundle_hash IS NOT NULL))
);
COMMENT ON COLUMN orders.body_hash IS 'SHA-256 of the canonical request: the same id with another body is refused';
COMMENT ON COLUMN orders.decided_slot IS 'slot of the bar at whose close a policy decided';
COMMENT ON COLUMN orders.triggered_at IS 'when the last price touched a stop';
CREATE INDEX orders_working ON orders (symbol, account) WHERE status = 'working';
CREATE INDEX orders_newest ON orders (accepted_at DESC, id DESC);

CREATE TABLE fills (
    id           bigserial        PRIMARY KEY,
    order_id     uuid             NOT NULL REFERENCES orders,
    n            smallint         NOT NULL,
    account      text             NOT NULL REFERENCES accounts,
    symbol       text             NOT NULL,
    session      date             NOT NULL,
    slot         smallint         NOT NULL,
    quantity_usd double precision NOT NULL CHECK (quantity_usd <> 0),
    units        double precision NOT NULL,
    price        double precision NOT NULL CHECK (price > 0 AND price < 'infinity'),
    cost_cop     double precision NOT NULL CHECK (cost_cop >= 0),
    forced       boolean          NOT NULL,
    at           timestamptz      NOT NULL,
    recorded_at  timestamptz      NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (order_id, n)
);
COMMENT ON COLUMN fills.quantity_usd IS 'dollars bought (positive) or sold (negative)';
COMMENT ON COLUMN fills.units IS 'the same in units of the notional';
COMMENT ON COLUMN fills.forced IS 'the exit at the end of a session';
CREATE INDEX fills_of_account ON fills (account, symbol, id);
CREATE INDEX fills_newest ON fills (at DESC, id DESC);

CREATE TABLE trading_state (
    only_row    boolean     PRIMARY KEY DEFAULT true CHECK (only_row),
    state       text        NOT NULL CHECK (state IN ('ACTIVE', 'REDUCE_ONLY', 'HALTED')),
    version     bigint      NOT NULL,
    actor       text        NOT NULL,
    reason      text        NOT NULL,
    at          timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE trading_state IS 'one row; where it is missing, no order is accepted';

CREATE TABLE decisions (
    symbol      text        NOT NULL,
    session     date        NOT NULL,
    slot        smallint    NOT NULL,
    account     text        NOT NULL REFERENCES accounts,
    bundle_hash text        NOT NULL,
    wanted      smallint    NOT NULL CHECK (wanted BETWEEN -1 AND 1),
    target      smallint    NOT NULL CHECK (target BETWEEN -1 AND 1),
    held        smallint    NOT NULL CHECK (held BETWEEN -1 AND 1),
    refused     text,
    late        boolean     NOT NULL,
    order_id    uuid        REFERENCES orders,
    at          timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (symbol, session, slot, account)
);
COMMENT ON COLUMN decisions.wanted IS 'what the policy asked for; target: what was taken after all refusals';
COMMENT ON COLUMN decisions.late IS 'made after the bar that fills it had closed: caught up after a restart';

CREATE TABLE assignments (
    symbol      text        NOT NULL,
    session     date        NOT NULL,
    alias       text        NOT NULL,
    bundle_hash text        NOT NULL,
    salt_hash   text        NOT NULL,
    at          timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (symbol, session)
);
COMMENT ON TABLE assignments IS 'which role trades the main account in a session; logged before it opens';

CREATE TABLE quotes (
    symbol                text             PRIMARY KEY,
    price                 double precision NOT NULL CHECK (price > 0 AND price < 'infinity'),
    bid                   double precision,
    ask                   double precision,
    at                    timestamptz      NOT NULL,
    source                text             NOT NULL,
    poll_interval_seconds double precision NOT NULL,
    recorded_at           timestamptz      NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE quotes IS 'the newest quote of a symbol; at: market time it was received';

CREATE TABLE outbox (
    id          bigserial   PRIMARY KEY,
    account     text        NOT NULL REFERENCES accounts,
    kind        text        NOT NULL CHECK (kind IN ('order', 'fill')),
    body        jsonb       NOT NULL,
    at          timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    relayed_at  timestamptz
);
CREATE INDEX outbox_waiting ON outbox (id) WHERE relayed_at IS NULL;

CREATE TABLE stream_epochs (
    stream      text        PRIMARY KEY,
    epoch       bigint      NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE stream_epochs IS 'rises after any loss of the event streams, so that no number is ever used twice';

CREATE TABLE orchestrator_status (
    symbol      text        PRIMARY KEY,
    state       text        NOT NULL CHECK (state IN ('CLOSED', 'WAITING_FOR_L0', 'COLLECTING', 'DEGRADED', 'ENDED')),
    since       timestamptz NOT NULL,
    detail      jsonb       NOT NULL,
    at          timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE users (
    name          text        PRIMARY KEY CHECK (name ~ '^[a-z][a-z0-9._-]{0,31}$'),
    password_hash text        NOT NULL,
    roles         text[]      NOT NULL,
    active        boolean     NOT NULL DEFAULT true,
    created_by    text        NOT NULL,
    recorded_at   timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE sign_ins (
    id             uuid        PRIMARY KEY,
    user_name      text        NOT NULL REFERENCES users (name),
    expires_at     timestamptz NOT NULL,
    revoked_at     timestamptz,
    revoked_reason text,
    recorded_at    timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE sign_ins IS 'a family of refresh tokens; times are real';

CREATE TABLE refresh_tokens (
    token_hash text        PRIMARY KEY,
    sign_in    uuid        NOT NULL REFERENCES sign_ins ON DELETE CASCADE,
    issued_at  timestamptz NOT NULL,
    used_at    timestamptz
);

CREATE TABLE promotions (
    id            uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    version       integer     NOT NULL,
    bundle_hash   text        NOT NULL,
    alias         text        NOT NULL,
    status        text        NOT NULL CHECK (status IN ('waiting', 'applied', 'refused')),
    failed_gates  text[]      NOT NULL,
    override      boolean     NOT NULL,
    reason        text        NOT NULL,
    requested_by  text        NOT NULL,
    requested_at  timestamptz NOT NULL,
    decided_by    text,
    decided_at    timestamptz,
    recorded_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    CHECK (decided_by IS NULL OR NOT override OR decided_by <> requested_by)
);
COMMENT ON COLUMN promotions.override IS 'gates failed: two people are needed, and the approver is not the requester';

CREATE TABLE backfills (
    id           uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    symbol       text        NOT NULL,
    first        date        NOT NULL,
    last         date        NOT NULL,
    status       text        NOT NULL CHECK (status IN ('queued', 'running', 'completed', 'failed', 'interrupted')),
    bars_missing integer     NOT NULL,
    requests     integer     NOT NULL,
    requests_done integer    NOT NULL DEFAULT 0,
    credits      integer     NOT NULL,
    bars_found   integer,
    error        text,
    requested_by text        NOT NULL,
    requested_at timestamptz NOT NULL,
    ended_at     timestamptz,
    recorded_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX backfills_waiting ON backfills (requested_at) WHERE status IN ('queued', 'running');

CREATE TABLE compliance_reports (
    id           uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    first        date        NOT NULL,
    last         date        NOT NULL,
    pdf_key      text        NOT NULL,
    json_key     text        NOT NULL,
    digest       text        NOT NULL,
    requested_by text        NOT NULL,
    at           timestamptz NOT NULL,
    recorded_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE hot_store (
    symbol      text        PRIMARY KEY,
    hot_from    timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE hot_store IS 'bars before hot_from are served from the object store; moves in the transaction that deletes them';

CREATE TABLE audit_log (
    seq           bigint      PRIMARY KEY,
    at            timestamptz NOT NULL,
    recorded_at   timestamptz NOT NULL,
    actor         text        NOT NULL,
    action        text        NOT NULL,
    subject       text        NOT NULL,
    record        text        NOT NULL,
    previous_hash text        NOT NULL,
    hash          text        NOT NULL UNIQUE
);
COMMENT ON COLUMN audit_log.record IS 'canonical JSON of the row with its detail: what the chain is reckoned over';
COMMENT ON COLUMN audit_log.hash IS 'SHA-256 (hex) of previous_hash, a line feed, and record, in UTF-8';
CREATE INDEX audit_newest ON audit_log (recorded_at DESC);
CREATE INDEX audit_subject ON audit_log (subject, seq);

-- The only way into the trail. The lock lasts until the caller's transaction ends, so call it last.
CREATE FUNCTION audit_append(p_at timestamptz, p_actor text, p_action text, p_subject text, p_detail json)
RETURNS bigint
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = public, pg_temp
SET timezone = 'UTC'
AS $$
DECLARE
    last_seq  bigint;
    last_hash text;
    now_real  timestamptz;
    line      text;
BEGIN
    PERFORM pg_advisory_xact_lock(x'05DC0A'::int);
    SELECT seq, hash INTO last_seq, last_hash FROM audit_log ORDER BY seq DESC LIMIT 1;
    last_seq := coalesce(last_seq, 0) + 1;
    last_hash := coalesce(last_hash, repeat('0', 64));
    now_real := clock_timestamp();
    line := json_build_object(
        'seq', last_seq, 'at', p_at, 'recorded_at', now_real, 'actor', p_actor,
        'action', p_action, 'subject', p_subject, 'detail', p_detail
    )::text;
    INSERT INTO audit_log VALUES (
        last_seq, p_at, now_real, p_actor, p_action, p_subject, line, last_hash,
        encode(sha256(convert_to(last_hash || E'\n' || line, 'UTF8')), 'hex')
    );
    RETURN last_seq;
END
$$;
REVOKE EXECUTE ON FUNCTION audit_append(timestamptz, text, text, text, json) FROM PUBLIC;

-- The role of the services owns nothing: it cannot change the trail, nor the schema.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'usdcop_service') THEN
        CREATE ROLE usdcop_service NOLOGIN;
    END IF;
EXCEPTION
    WHEN duplicate_object OR unique_violation THEN NULL;
END
$$;
GRANT USAGE ON SCHEMA public TO usdcop_service;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO usdcop_service;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO usdcop_service;
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON audit_log FROM usdcop_service;
REVOKE UPDATE, DELETE, TRUNCATE ON fills FROM usdcop_service;
REVOKE DELETE, TRUNCATE ON orders, decisions, assignments, trading_state FROM usdcop_service;
GRANT EXECUTE ON FUNCTION audit_append(timestamptz, text, text, text, json) TO usdcop_service;
