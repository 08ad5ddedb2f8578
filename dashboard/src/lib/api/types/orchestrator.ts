/* Generated from openapi/ by `npm run api`. Do not edit. */

export interface paths {
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How the service is
         * @description Which component is well, what ails it and what to do next; open to everybody.
         */
        get: operations["health_health_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Figures for Prometheus
         * @description Counts, latencies and states in Prometheus' text format.
         *
         *     Open like everything that is looked at; where all takes a token, also to this machine and the proxies.
         */
        get: operations["metrics_metrics_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the live feed is doing
         * @description State and cause, the session's bars, quotes and their age, credits, trading state, skew of the clock.
         */
        get: operations["status_status_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pipeline-dependency": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the feed waits for
         * @description The newest run of L0, since when the feed waits for one of this morning, and how long it still will.
         */
        get: operations["pipeline_dependency_api_pipeline_dependency_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/doctor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Examine the system
         * @description Clock skew, disk, ports, database, keys and credits, calendar, secrets. Takes the role operator.
         */
        get: operations["doctor_api_doctor_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/errors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What went wrong lately
         * @description The newest errors of the feed with their lines of the log, the newest first; the last 100 are kept.
         */
        get: operations["errors_api_errors_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/force-start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start without L0
         * @description Let the feed of the session that waits for L0 start on the history that is stored; it is audited.
         *
         *     409 where no session waits. Takes the role operator.
         */
        post: operations["force_start_api_force_start_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * Bars
         * @description Closed bars of the newest session.
         */
        Bars: {
            /**
             * Expected
             * @description That have closed by now.
             * @example 31
             */
            expected: number;
            /**
             * Final
             * @example 30
             */
            final: number;
            /**
             * Missing
             * @description Closed, and not there.
             * @example 1
             */
            missing: number;
            /**
             * Late
             * @description That had been asked for in vain, and came more than a minute after their close.
             * @example 0
             */
            late: number;
            /**
             * Recovered
             * @description That were fetched after the feed had been away.
             * @example 0
             */
            recovered: number;
            /**
             * Revised
             * @description Corrections of the vendor, each in the audit trail.
             * @example 0
             */
            revised: number;
            /**
             * Refused
             * @description Rows of the vendor that were no usable bar.
             * @example 0
             */
            refused: number;
        };
        /**
         * Cause
         * @description One thing that is wrong now.
         */
        Cause: {
            trouble: components["schemas"]["Trouble"];
            /**
             * Sentence
             * @example The vendor did not answer properly: a web page instead of data.
             */
            sentence: string;
            /**
             * Next Step
             * @example Try again later; what had arrived is kept.
             */
            next_step: string;
            /**
             * Since
             * Format: date-time
             * @example 2025-03-14T15:25:00Z
             */
            since: string;
        };
        /**
         * ClockSkew
         * @description How far this machine's clock is off, at least.
         */
        ClockSkew: {
            /**
             * Reference
             * @example PostgreSQL
             */
            reference: string;
            /**
             * Seconds
             * @description Positive: behind the reference.
             * @example 2.4
             */
            seconds: number;
        };
        /**
         * ComponentHealth
         * @description How one part is.
         */
        ComponentHealth: {
            /** Name */
            name: string;
            status: components["schemas"]["Status"];
            /** Cause */
            cause: string | null;
            /** Next Step */
            next_step: string | null;
            /** Essential */
            essential: boolean;
        };
        /**
         * Credits
         * @description What a vendor key may still spend today.
         */
        Credits: {
            /**
             * Key
             * @description The key's digest, never the key.
             * @example 2c26b46b68ffc68f
             */
            key: string;
            /**
             * Left
             * @example 412
             */
            left: number;
        };
        /**
         * Dependency
         * @description What the feed waits for, or waited for, in the newest session.
         */
        Dependency: {
            /**
             * Symbol
             * @example USDCOP
             */
            symbol: string;
            /**
             * Data Kind
             * @description `real`, `replay` or `synthetic`.
             * @example real
             */
            data_kind: string;
            /**
             * Timestamp
             * Format: date-time
             * @description Market time of the answer.
             * @example 2025-03-14T15:25:00Z
             */
            timestamp: string;
            /**
             * Session
             * @description Null before the first session.
             * @example 2025-03-14
             */
            session: string | null;
            /** Waiting */
            waiting: boolean;
            /**
             * Decision
             * @description `poll_again`, `start`, `start_forced` or `start_on_history`; null before the first session.
             * @example start
             */
            decision: string | null;
            /** Waiting Since */
            waiting_since: string | null;
            /** Patience Ends */
            patience_ends: string | null;
            /**
             * Patience Left Seconds
             * @description Null where it does not wait.
             * @example 1260
             */
            patience_left_seconds: number | null;
            /**
             * L0 Status
             * @description Of its newest run; null: it never ran.
             * @example completed
             */
            l0_status: string | null;
            /** L0 Started At */
            l0_started_at: string | null;
            /**
             * L0 Completed At
             * @description When a run of this session's morning completed last; null: none has.
             */
            l0_completed_at: string | null;
            /** L0 Error */
            l0_error: string | null;
        };
        /**
         * Examination
         * @description What the doctor found.
         */
        Examination: {
            /**
             * Symbol
             * @example USDCOP
             */
            symbol: string;
            /**
             * Data Kind
             * @description `real`, `replay` or `synthetic`.
             * @example real
             */
            data_kind: string;
            /**
             * Timestamp
             * Format: date-time
             * @description Market time of the answer.
             * @example 2025-03-14T15:25:00Z
             */
            timestamp: string;
            status: components["schemas"]["Status"];
            /** Findings */
            findings: components["schemas"]["ComponentHealth"][];
        };
        /**
         * Fault
         * @description What is wrong with one field.
         */
        Fault: {
            /**
             * Field
             * @description Where: `body.quantity_usd`, `query.limit`.
             */
            field: string;
            /**
             * Message
             * @description What: such as `Input should be greater than 0`.
             */
            message: string;
        };
        /**
         * FeedStatus
         * @description What the live feed is doing.
         */
        FeedStatus: {
            /**
             * Symbol
             * @example USDCOP
             */
            symbol: string;
            /**
             * Data Kind
             * @description `real`, `replay` or `synthetic`.
             * @example real
             */
            data_kind: string;
            /**
             * Timestamp
             * Format: date-time
             * @description Market time of the answer.
             * @example 2025-03-14T15:25:00Z
             */
            timestamp: string;
            state: components["schemas"]["OrchestratorState"];
            /** @description The state without what is wrong: `DEGRADED` says that something is, the phase says of what. */
            phase: components["schemas"]["OrchestratorState"];
            /**
             * Since
             * Format: date-time
             * @description When the state was entered.
             * @example 2025-03-14T15:25:00Z
             */
            since: string;
            /**
             * Cause
             * @description Everything that is wrong or to be said, in sentences; null: nothing.
             */
            cause: string | null;
            /** Causes */
            causes: components["schemas"]["Cause"][];
            /**
             * Leading
             * @description Whether this process is the one feed of its symbol; false: it stands by.
             */
            leading: boolean;
            /** Market Open */
            market_open: boolean;
            /**
             * Session
             * @description The session that is open, or was last.
             * @example 2025-03-14
             */
            session: string | null;
            /**
             * Closed Session
             * @description The newest session that was brought to its end.
             * @example 2025-03-13
             */
            closed_session: string | null;
            /** @description Null before the first session. */
            bars: components["schemas"]["Bars"] | null;
            /**
             * Unsettled
             * @description Closed bars that wait to be stored or published.
             * @example 0
             */
            unsettled: number;
            /**
             * Quotes
             * @description What became of quotes since the start.
             * @example {
             *       "duplicate": 0,
             *       "opened": 12,
             *       "updated": 131
             *     }
             */
            quotes: {
                [key: string]: number;
            };
            /** Quoted At */
            quoted_at: string | null;
            /**
             * Quote Age Seconds
             * @example 3.2
             */
            quote_age_seconds: number | null;
            /**
             * Poll Interval Seconds
             * @description Planned time between quotes; null: none is planned.
             * @example 26.4
             */
            poll_interval_seconds: number | null;
            /** Credits */
            credits: components["schemas"]["Credits"][];
            /** @description Null: not known, so nothing may be traded. */
            trading_state: components["schemas"]["Trading"] | null;
            /** @description Null: none beyond the limit. */
            clock_skew: components["schemas"]["ClockSkew"] | null;
            /** Replay Ended */
            replay_ended: boolean;
        };
        /**
         * Health
         * @description How the service is.
         */
        Health: {
            /** @description `down`: an essential component is down, and the answer is 503. */
            status: components["schemas"]["Status"];
            /** Service */
            service: string;
            /** Version */
            version: string;
            /**
             * Data Kind
             * @description `real`, `replay` or `synthetic`.
             */
            data_kind: string;
            /**
             * Market Time
             * Format: date-time
             * @example 2025-03-14T15:25:00Z
             */
            market_time: string;
            /**
             * Time
             * Format: date-time
             * @example 2025-03-14T15:25:00Z
             */
            time: string;
            /** Components */
            components: components["schemas"]["ComponentHealth"][];
        };
        /**
         * Incident
         * @description One thing that went wrong.
         */
        Incident: {
            /**
             * At
             * Format: date-time
             * @example 2025-03-14T15:25:00Z
             */
            at: string;
            /**
             * Recorded At
             * Format: date-time
             * @description Real time.
             * @example 2025-03-14T15:25:00Z
             */
            recorded_at: string;
            trouble: components["schemas"]["Trouble"];
            /** Sentence */
            sentence: string;
            /** Next Step */
            next_step: string;
            /**
             * Log Line
             * @description The line of the log that tells of it.
             */
            log_line: string;
        };
        /**
         * Incidents
         * @description What went wrong lately, the newest first.
         */
        Incidents: {
            /**
             * Symbol
             * @example USDCOP
             */
            symbol: string;
            /**
             * Data Kind
             * @description `real`, `replay` or `synthetic`.
             * @example real
             */
            data_kind: string;
            /**
             * Timestamp
             * Format: date-time
             * @description Market time of the answer.
             * @example 2025-03-14T15:25:00Z
             */
            timestamp: string;
            /**
             * Total
             * @description Failures since the start; a failure that repeats itself is told once.
             * @example 3
             */
            total: number;
            /** Errors */
            errors: components["schemas"]["Incident"][];
        };
        /**
         * OrchestratorState
         * @description What the live feed is doing.
         * @enum {string}
         */
        OrchestratorState: "CLOSED" | "WAITING_FOR_L0" | "COLLECTING" | "DEGRADED" | "ENDED";
        /**
         * Problem
         * @description Why a request was not served.
         */
        Problem: {
            /**
             * Type
             * @description `about:blank`, or `urn:usdcop:` and the code.
             */
            type: string;
            /**
             * Title
             * @description The phrase of the status.
             */
            title: string;
            /**
             * Status
             * @description The HTTP status again.
             */
            status: number;
            /**
             * Detail
             * @description What is wrong, in a sentence.
             */
            detail: string;
            /**
             * Code
             * @description The same for programs.
             */
            code: string;
            /**
             * Cure
             * @description What to do about it.
             */
            cure: string;
            /**
             * Request Id
             * @description Names this request in the logs.
             */
            request_id: string;
            /**
             * Errors
             * @description Of a 422: what is wrong with which field.
             * @default []
             */
            errors: components["schemas"]["Fault"][];
        };
        /**
         * Started
         * @description A start that was forced.
         */
        Started: {
            /**
             * Symbol
             * @example USDCOP
             */
            symbol: string;
            /**
             * Data Kind
             * @description `real`, `replay` or `synthetic`.
             * @example real
             */
            data_kind: string;
            /**
             * Timestamp
             * Format: date-time
             * @description Market time of the answer.
             * @example 2025-03-14T15:25:00Z
             */
            timestamp: string;
            /**
             * Session
             * Format: date
             * @example 2025-03-14
             */
            session: string;
            /**
             * Actor
             * @example omar
             */
            actor: string;
        };
        /**
         * Status
         * @description How a component, or the whole service, is.
         * @enum {string}
         */
        Status: "ok" | "degraded" | "down";
        /**
         * Trading
         * @description The trading state, as the feed last saw it.
         */
        Trading: {
            state: components["schemas"]["TradingState"];
            /**
             * Version
             * @example 3
             */
            version: number;
            /**
             * Actor
             * @example maria
             */
            actor: string;
            /**
             * Reason
             * @example quote feed looked wrong
             */
            reason: string;
            /**
             * At
             * Format: date-time
             * @example 2025-03-14T15:25:00Z
             */
            at: string;
        };
        /**
         * TradingState
         * @description What may be traded. Where it is not known, nothing may.
         * @enum {string}
         */
        TradingState: "ACTIVE" | "REDUCE_ONLY" | "HALTED";
        /**
         * Trouble
         * @description What can be wrong.
         * @enum {string}
         */
        Trouble: "vendor" | "bars" | "credits" | "redis" | "postgres" | "clock_skew" | "trader" | "policy" | "matcher" | "lease";
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    health_health_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is needed, or the one sent is not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role or the origin does not allow it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description A parameter or a field is wrong; `errors` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to try again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot serve; `components` says why. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    metrics_metrics_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is needed, or the one sent is not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role or the origin does not allow it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description A parameter or a field is wrong; `errors` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to try again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Something the answer needs is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    status_status_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedStatus"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is needed, or the one sent is not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role or the origin does not allow it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description A parameter or a field is wrong; `errors` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to try again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Something the answer needs is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pipeline_dependency_api_pipeline_dependency_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dependency"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is needed, or the one sent is not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role or the origin does not allow it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description A parameter or a field is wrong; `errors` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to try again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Something the answer needs is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    doctor_api_doctor_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Examination"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is needed, or the one sent is not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role or the origin does not allow it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description A parameter or a field is wrong; `errors` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to try again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Something the answer needs is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    errors_api_errors_get: {
        parameters: {
            query?: {
                /** @description Most errors to give. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Incidents"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is needed, or the one sent is not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role or the origin does not allow it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description A parameter or a field is wrong; `errors` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to try again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Something the answer needs is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    force_start_api_force_start_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Started"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is needed, or the one sent is not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The role or the origin does not allow it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description It contradicts the state of things; `code` says how. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description A parameter or a field is wrong; `errors` names it. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to try again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Something the answer needs is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
