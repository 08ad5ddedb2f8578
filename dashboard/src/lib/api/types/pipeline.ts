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
    "/api/pipeline/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every layer at a glance
         * @description The newest run of each layer, how far it is behind the calendar, its gates, when it can next grow.
         */
        get: operations["status_api_pipeline_status_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pipeline/layer/{layer_name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One layer in detail
         * @description `layer_name` is `L0` to `L6`, or the layer's deed, such as `standardise`; any other is a 404.
         */
        get: operations["layer_in_detail_api_pipeline_layer__layer_name__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pipeline/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How the pipeline is
         * @description What ails which layer, and what to do next. How this service itself is tells `GET /health`.
         */
        get: operations["health_api_pipeline_health_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pipeline/data-quality": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the stored history is worth
         * @description Coverage, grades, stale sessions and refused rows of the sessions asked about.
         */
        get: operations["data_quality_api_pipeline_data_quality_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pipeline/manifests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Manifests of a layer, the newest session first
         * @description Files, checksums, versions and inputs of each partition: what makes it exist.
         */
        get: operations["manifests_api_pipeline_manifests_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pipeline/lineage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * From a partition down to its raw rows
         * @description Every partition it was made from, by checksum, down to where the raw rows came from.
         */
        get: operations["lineage_api_pipeline_lineage_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pipeline/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sessions against layers, the newest first
         * @description What every layer has of each session, with the verdicts on it; days with bars on holidays are shown too.
         */
        get: operations["sessions_api_pipeline_sessions_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pipeline/quarantine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Refused rows, the newest first
         * @description Raw rows that no layer uses, each as it came, with the reason.
         */
        get: operations["quarantine_api_pipeline_quarantine_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pipeline/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * History of runs, the newest first
         * @description Every run of every layer: when, how long, how many rows, and why it failed where it did.
         */
        get: operations["runs_api_pipeline_runs_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pipeline/backfill": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Fill the holes of a span of sessions
         * @description Every expected bar of the span that is not stored is fetched in the fewest requests, then L1 to L4 are made.
         *
         *     With `dry_run` nothing is started and nothing is written: the answer says how many bars are missing, and
         *     how many requests and credits they cost. Takes the role operator.
         */
        post: operations["backfill_api_pipeline_backfill_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pipeline/backfill/{backfill_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How far a backfill is
         * @description Its requests done, what it brought, and why it failed where it did.
         */
        get: operations["one_backfill_api_pipeline_backfill__backfill_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pipeline/backfills": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All backfills, the newest first
         * @description What was asked for, by whom, and what became of it.
         */
        get: operations["backfills_api_pipeline_backfills_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pipeline/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All imports, the newest first
         * @description Which file, by whom, by which clock, and whether it stands, was superseded, undone or is doubted.
         */
        get: operations["imports_api_pipeline_imports_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pipeline/imports/{import_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One import, and what it changed
         * @description Its changes tell from when on what was made of those sessions before is marked.
         */
        get: operations["one_import_api_pipeline_imports__import_id__get"];
        put?: never;
        post?: never;
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
         * BackfillBody
         * @description Which sessions to fill.
         */
        BackfillBody: {
            /**
             * Symbol
             * @default USDCOP
             * @example USDCOP
             */
            symbol: string;
            /**
             * First
             * Format: date
             * @example 2025-03-14
             */
            first: string;
            /**
             * Last
             * Format: date
             * @description Included; at most 1,100 days after `first`, and not in the future.
             * @example 2025-03-14
             */
            last: string;
            /**
             * Dry Run
             * @description Only say what it would take.
             * @default false
             */
            dry_run: boolean;
        };
        /**
         * BackfillEstimate
         * @description What a backfill would take, before anything is started.
         */
        BackfillEstimate: {
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
             * Dry Run
             * @default true
             * @constant
             */
            dry_run: true;
            /**
             * First
             * Format: date
             * @example 2025-03-14
             */
            first: string;
            /**
             * Last
             * Format: date
             * @example 2025-03-14
             */
            last: string;
            /** Expected Bars */
            expected_bars: number;
            /**
             * Bars Missing
             * @description Bars it would ask for.
             */
            bars_missing: number;
            /**
             * Bars Given Up
             * @description Bars that are not there either, but the vendor was asked for them before and did not have them.
             */
            bars_given_up: number;
            /** Requests */
            requests: number;
            /**
             * Credits
             * @description Vendor credits: one a request.
             */
            credits: number;
            /** Spans */
            spans: components["schemas"]["SpanToFetch"][];
        };
        /**
         * BackfillRow
         * @description A backfill, and how far it is.
         */
        BackfillRow: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Symbol */
            symbol: string;
            /**
             * First
             * Format: date
             * @example 2025-03-14
             */
            first: string;
            /**
             * Last
             * Format: date
             * @example 2025-03-14
             */
            last: string;
            status: components["schemas"]["BackfillStatus"];
            /** Bars Missing */
            bars_missing: number;
            /** Requests */
            requests: number;
            /** Requests Done */
            requests_done: number;
            /** Credits */
            credits: number;
            /**
             * Bars Found
             * @description Of the missing bars, those the vendor had; null until it has completed.
             */
            bars_found: number | null;
            /** Error */
            error: string | null;
            /** Requested By */
            requested_by: string;
            /**
             * Requested At
             * Format: date-time
             * @example 2025-03-14T15:25:00Z
             */
            requested_at: string;
            /** Ended At */
            ended_at: string | null;
            /**
             * Recorded At
             * Format: date-time
             * @description Real time it was asked for.
             * @example 2025-03-14T15:25:00Z
             */
            recorded_at: string;
        };
        /**
         * BackfillStatus
         * @description Where a backfill is. ``QUEUED`` and ``RUNNING`` go on; the others are ends.
         * @enum {string}
         */
        BackfillStatus: "queued" | "running" | "completed" | "failed" | "interrupted";
        /**
         * Cell
         * @description What one layer has of one session.
         */
        Cell: {
            layer: components["schemas"]["Layer"];
            /**
             * State
             * @description `present`; `provisional`: there, but the session has not closed; `missing`: not there though the session
             *     has bars to make it from (L0: though it is expected); `absent`: not there, and nothing says it should be;
             *     `future`: the session has not opened.
             * @enum {string}
             */
            state: "present" | "provisional" | "missing" | "absent" | "future";
            /** Records */
            records: number | null;
            /** Checksum */
            checksum: string | null;
        };
        /**
         * Column
         * @description A column of a layer's rows.
         */
        Column: {
            /**
             * Name
             * @example close
             */
            name: string;
            /**
             * Type
             * @example Float64
             */
            type: string;
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
         * DataQuality
         * @description What the stored history is worth.
         */
        DataQuality: {
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
            /** First */
            first: string | null;
            /** Last */
            last: string | null;
            /** Expected Sessions */
            expected_sessions: number;
            /**
             * Sessions
             * @description Sessions with at least one bar.
             */
            sessions: number;
            /** Missing Sessions */
            missing_sessions: string[];
            /** Expected Bars */
            expected_bars: number;
            /** Bars */
            bars: number;
            /**
             * Coverage
             * @description `bars` over `expected_bars`; null where none is expected.
             * @example 0.981
             */
            coverage: number | null;
            /**
             * Grades
             * @description Sessions with bars, not stale, by grade.
             * @example {
             *       "A": 1180,
             *       "B": 60,
             *       "C": 22,
             *       "D": 5
             *     }
             */
            grades: {
                [key: string]: number;
            };
            /**
             * Stale Sessions
             * @description Sessions whose closes hardly change: kept, but not trained on.
             */
            stale_sessions: string[];
            /** Stale Bars */
            stale_bars: number;
            /**
             * Stale Share
             * @description Bars of stale sessions over all bars; null without bars.
             */
            stale_share: number | null;
            /**
             * Provisional
             * @description Sessions judged before their close.
             */
            provisional: number;
            /**
             * Without First
             * @description Moving sessions that lack their first bar.
             */
            without_first: number;
            /** Without Last */
            without_last: number;
            /**
             * Suspect Bars
             * @description Accepted bars that are neither decided at nor filled at: their close jumped 100 bps or more.
             */
            suspect_bars: number;
            /**
             * Doubtful Bars
             * @description Accepted bars at which no new risk is taken.
             */
            doubtful_bars: number;
            /** Quarantined */
            quarantined: number;
            /**
             * Quarantine
             * @description Refused rows by reason.
             * @example {
             *       "holiday": 4037
             *     }
             */
            quarantine: {
                [key: string]: number;
            };
            /**
             * Volume
             * @description Whether the feed has volume.
             */
            volume: string;
        };
        /**
         * Deed
         * @description What was done to the bars.
         * @enum {string}
         */
        Deed: "imported" | "undone" | "doubted" | "believed" | "corrected";
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
         * Freshness
         * @description How far a layer is behind the calendar.
         */
        Freshness: {
            state: components["schemas"]["FreshnessState"];
            /**
             * Newest
             * @description Opening of the newest bar; for L6: when its newest run was completed.
             */
            newest: string | null;
            /**
             * Age Seconds
             * @description Market seconds since that bar closed (L6: since it was completed).
             * @example 37
             */
            age_seconds: number | null;
            /**
             * Behind
             * @description Expected bars (L6: sessions) that have closed since and are not in it.
             * @example 0
             */
            behind: number | null;
            /**
             * Next Expected At
             * Format: date-time
             * @description When it can next grow.
             * @example 2025-03-14T15:25:00Z
             */
            next_expected_at: string;
        };
        /**
         * FreshnessState
         * @description How a layer stands to the calendar.
         * @enum {string}
         */
        FreshnessState: "current" | "late" | "stale" | "empty";
        /**
         * Gate
         * @description A check that decides whether a layer may be used, held against what is stored now.
         */
        Gate: {
            /**
             * Name
             * @example coverage
             */
            name: string;
            /**
             * Value
             * @example 0.987
             */
            value: number;
            /**
             * Operator
             * @example ≥
             */
            operator: string;
            /**
             * Threshold
             * @example 0.95
             */
            threshold: number;
            /** Passed */
            passed: boolean;
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
         * ImportChange
         * @description What an import, its undoing or a doubt about it changed, noted before it did.
         */
        ImportChange: {
            deed: components["schemas"]["Deed"];
            /**
             * Why
             * @description Its file, or why it is doubted; empty: not kept.
             */
            why: string;
            /** By */
            by: string;
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
            /**
             * Sessions
             * @description Those whose bars changed; of a doubt: those that are graded anew.
             */
            sessions: string[];
        };
        /**
         * ImportDetail
         * @description One import with all it changed.
         */
        ImportDetail: {
            /**
             * Id
             * @description Its rows carry it; `S-…` where it supersedes the vendor's bars too.
             * @example I-0007
             */
            id: string;
            /** Symbol */
            symbol: string;
            /**
             * File
             * @example bars.csv.gz
             */
            file: string;
            /** Size Bytes */
            size_bytes: number;
            /**
             * Sha256
             * @description Of the file (hex).
             */
            sha256: string;
            /**
             * Clock Told
             * @description The clock that was given for its stamps; `auto`: it was to be found out.
             * @example auto
             */
            clock_told: string;
            /**
             * Clock Found
             * @description What its stamps were found to be, in words.
             * @example right
             */
            clock_found: string;
            /**
             * Rows
             * @description Rows that were kept.
             */
            rows: number;
            /**
             * Refused
             * @description Rows that are in no layer, kept beside it with their reason.
             */
            refused: number;
            /** First */
            first: string | null;
            /**
             * Last
             * @description First and last session of its rows; null where it has none.
             */
            last: string | null;
            /**
             * Before
             * @description Rows of this session and later ones were left out; null: none were.
             */
            before: string | null;
            /**
             * By
             * @example cli:ana
             */
            by: string;
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
            /** @description `superseded`: a later import may have won over it in some sessions; `begun` and `undoing`: under way, or killed. */
            state: components["schemas"]["Standing"];
            /**
             * Superseded By
             * @description The later imports, while both are kept.
             * @example [
             *       "I-0008"
             *     ]
             */
            superseded_by: string[];
            /**
             * Uncertain
             * @description Why its clock is doubted; null: it is not.
             */
            uncertain: string | null;
            /** Undone By */
            undone_by: string | null;
            /** Undone At */
            undone_at: string | null;
            /**
             * Changes
             * @description Oldest first.
             */
            changes: components["schemas"]["ImportChange"][];
        };
        /**
         * ImportRow
         * @description A file that was imported, and what became of it.
         */
        ImportRow: {
            /**
             * Id
             * @description Its rows carry it; `S-…` where it supersedes the vendor's bars too.
             * @example I-0007
             */
            id: string;
            /** Symbol */
            symbol: string;
            /**
             * File
             * @example bars.csv.gz
             */
            file: string;
            /** Size Bytes */
            size_bytes: number;
            /**
             * Sha256
             * @description Of the file (hex).
             */
            sha256: string;
            /**
             * Clock Told
             * @description The clock that was given for its stamps; `auto`: it was to be found out.
             * @example auto
             */
            clock_told: string;
            /**
             * Clock Found
             * @description What its stamps were found to be, in words.
             * @example right
             */
            clock_found: string;
            /**
             * Rows
             * @description Rows that were kept.
             */
            rows: number;
            /**
             * Refused
             * @description Rows that are in no layer, kept beside it with their reason.
             */
            refused: number;
            /** First */
            first: string | null;
            /**
             * Last
             * @description First and last session of its rows; null where it has none.
             */
            last: string | null;
            /**
             * Before
             * @description Rows of this session and later ones were left out; null: none were.
             */
            before: string | null;
            /**
             * By
             * @example cli:ana
             */
            by: string;
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
            /** @description `superseded`: a later import may have won over it in some sessions; `begun` and `undoing`: under way, or killed. */
            state: components["schemas"]["Standing"];
            /**
             * Superseded By
             * @description The later imports, while both are kept.
             * @example [
             *       "I-0008"
             *     ]
             */
            superseded_by: string[];
            /**
             * Uncertain
             * @description Why its clock is doubted; null: it is not.
             */
            uncertain: string | null;
            /** Undone By */
            undone_by: string | null;
            /** Undone At */
            undone_at: string | null;
        };
        /**
         * InputRef
         * @description What a partition says it was made from.
         */
        InputRef: {
            /**
             * Name
             * @description A partition, a bundle, or `before`: everything read of earlier sessions, as one hash.
             * @example L1/2025-03-14
             */
            name: string;
            /** Checksum */
            checksum: string;
            /**
             * Current
             * @description Whether the lake holds exactly this content now; null where it keeps no such partition.
             */
            current: boolean | null;
        };
        /**
         * Layer
         * @description A layer of the pipeline.
         * @enum {string}
         */
        Layer: "L0" | "L1" | "L2" | "L3" | "L4" | "L5" | "L6";
        /**
         * LayerDetail
         * @description One layer in detail.
         */
        LayerDetail: {
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
            status: components["schemas"]["LayerStatus"];
            /**
             * Size Bytes
             * @description Bytes of all single files.
             */
            size_bytes: number;
            /**
             * Reads
             * @description Layers it is made from.
             * @example [
             *       "L0"
             *     ]
             */
            reads: string[];
            /**
             * Columns
             * @description Of the newest partition.
             */
            columns: components["schemas"]["Column"][];
            /**
             * Recent Runs
             * @description The newest ten.
             */
            recent_runs: components["schemas"]["Run"][];
        };
        /**
         * LayerHealth
         * @description How one layer is, and what to do about it.
         */
        LayerHealth: {
            layer: components["schemas"]["Layer"];
            status: components["schemas"]["Status"];
            /** Cause */
            cause: string | null;
            /** Next Step */
            next_step: string | null;
        };
        /**
         * LayerStatus
         * @description How a layer is.
         */
        LayerStatus: {
            layer: components["schemas"]["Layer"];
            /**
             * Deed
             * @example standardise
             */
            deed: string;
            /**
             * Bucket
             * @example 01-l1-ds-usdcop-standardize
             */
            bucket: string;
            /**
             * Sessions
             * @description Sessions stored.
             * @example 1298
             */
            sessions: number;
            /**
             * Records
             * @description Rows stored.
             * @example 78169
             */
            records: number;
            /** First Session */
            first_session: string | null;
            /** Newest Session */
            newest_session: string | null;
            /** @description The newest run; null: it never ran. */
            run: components["schemas"]["Run"] | null;
            freshness: components["schemas"]["Freshness"];
            /** Gates */
            gates: components["schemas"]["Gate"][];
            /**
             * Gate Note
             * @description Why there are no gates, or why one cannot be judged.
             */
            gate_note: string | null;
        };
        /**
         * LineageAnswer
         * @description From a partition down to the raw rows it was made of.
         */
        LineageAnswer: {
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
            layer: components["schemas"]["Layer"];
            /**
             * Session
             * Format: date
             * @example 2025-03-14
             */
            session: string;
            /**
             * Complete
             * @description Whether it reaches down to raw rows through exactly the partitions the lake holds.
             */
            complete: boolean;
            /**
             * Nodes
             * @description The partition asked for first.
             */
            nodes: components["schemas"]["LineageNode"][];
            /** Sources */
            sources: components["schemas"]["RawSource"][];
        };
        /**
         * LineageNode
         * @description One partition of the lineage.
         */
        LineageNode: {
            layer: components["schemas"]["Layer"];
            /**
             * Session
             * Format: date
             * @example 2025-03-14
             */
            session: string;
            /**
             * Key
             * @description In the object store.
             */
            key: string;
            /**
             * Checksum
             * @example sha256:3b1f0c8d7a5e4f2b9c6d1e0f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1f0a9b
             */
            checksum: string;
            /** Size Bytes */
            size_bytes: number;
            /** Records */
            records: number;
            /**
             * Created At
             * Format: date-time
             * @description Real time.
             * @example 2025-03-14T15:25:00Z
             */
            created_at: string;
            /** Code Version */
            code_version: string;
            /** Calendar Version */
            calendar_version: string;
            /** Inputs */
            inputs: components["schemas"]["InputRef"][];
        };
        /**
         * ManifestFile
         * @description One file of a partition.
         */
        ManifestFile: {
            /** Filename */
            filename: string;
            /** Size Bytes */
            size_bytes: number;
            /**
             * Created At
             * Format: date-time
             * @description Real time.
             * @example 2025-03-14T15:25:00Z
             */
            created_at: string;
            /** Records */
            records: number;
            /**
             * Checksum
             * @example sha256:3b1f0c8d7a5e4f2b9c6d1e0f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1f0a9b
             */
            checksum: string;
        };
        /**
         * ManifestRow
         * @description The manifest of one partition: what makes it exist.
         */
        ManifestRow: {
            layer: components["schemas"]["Layer"];
            /**
             * Session
             * Format: date
             * @example 2025-03-14
             */
            session: string;
            /** Bucket */
            bucket: string;
            /**
             * Prefix
             * @example USDCOP/M5/2025/03/14
             */
            prefix: string;
            /** Files */
            files: components["schemas"]["ManifestFile"][];
            /** Metadata */
            metadata: {
                [key: string]: string;
            };
            /** Code Version */
            code_version: string;
            /** Calendar Version */
            calendar_version: string;
            /**
             * Inputs
             * @description Checksum of each input by name.
             */
            inputs: {
                [key: string]: string;
            };
        };
        /** Page[BackfillRow] */
        Page_BackfillRow_: {
            /**
             * Data
             * @description The rows, in the order of the list.
             */
            data: components["schemas"]["BackfillRow"][];
            /**
             * Next Cursor
             * @description Where the next page starts; null: this is the last.
             */
            next_cursor: string | null;
        };
        /** Page[ImportRow] */
        Page_ImportRow_: {
            /**
             * Data
             * @description The rows, in the order of the list.
             */
            data: components["schemas"]["ImportRow"][];
            /**
             * Next Cursor
             * @description Where the next page starts; null: this is the last.
             */
            next_cursor: string | null;
        };
        /** Page[ManifestRow] */
        Page_ManifestRow_: {
            /**
             * Data
             * @description The rows, in the order of the list.
             */
            data: components["schemas"]["ManifestRow"][];
            /**
             * Next Cursor
             * @description Where the next page starts; null: this is the last.
             */
            next_cursor: string | null;
        };
        /** Page[RefusedRow] */
        Page_RefusedRow_: {
            /**
             * Data
             * @description The rows, in the order of the list.
             */
            data: components["schemas"]["RefusedRow"][];
            /**
             * Next Cursor
             * @description Where the next page starts; null: this is the last.
             */
            next_cursor: string | null;
        };
        /** Page[Run] */
        Page_Run_: {
            /**
             * Data
             * @description The rows, in the order of the list.
             */
            data: components["schemas"]["Run"][];
            /**
             * Next Cursor
             * @description Where the next page starts; null: this is the last.
             */
            next_cursor: string | null;
        };
        /** Page[SessionRow] */
        Page_SessionRow_: {
            /**
             * Data
             * @description The rows, in the order of the list.
             */
            data: components["schemas"]["SessionRow"][];
            /**
             * Next Cursor
             * @description Where the next page starts; null: this is the last.
             */
            next_cursor: string | null;
        };
        /**
         * PipelineHealth
         * @description How the pipeline as a whole is.
         */
        PipelineHealth: {
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
            /** @description `down`: bars cannot be used at all, and the answer is 503. */
            status: components["schemas"]["Status"];
            /** Market Open */
            market_open: boolean;
            /** Layers */
            layers: components["schemas"]["LayerHealth"][];
        };
        /**
         * PipelineStatus
         * @description The newest run of each layer, how fresh it is, and whether it may be used.
         */
        PipelineStatus: {
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
            /** Layers */
            layers: components["schemas"]["LayerStatus"][];
        };
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
         * RawSource
         * @description Where raw rows at the bottom came from.
         */
        RawSource: {
            /**
             * Source
             * @example L0
             */
            source: string;
            /** Run Id */
            run_id: string;
            /** Rows */
            rows: number;
            /**
             * First Known At
             * Format: date-time
             * @example 2025-03-14T15:25:00Z
             */
            first_known_at: string;
            /**
             * Last Known At
             * Format: date-time
             * @example 2025-03-14T15:25:00Z
             */
            last_known_at: string;
        };
        /**
         * Reason
         * @description Why a raw row is in quarantine.
         * @enum {string}
         */
        Reason: "ohlc_violation" | "duplicate" | "conflict" | "off_grid" | "out_of_session" | "holiday" | "clock_shift" | "shifted_twin" | "spike_revert" | "scale" | "not_finite" | "future" | "forming" | "superseded" | "stale_session" | "far" | "unreadable";
        /**
         * RefusedRow
         * @description A raw row that was refused, as it came.
         */
        RefusedRow: {
            /**
             * Time
             * Format: date-time
             * @description As received; `clock_shift_minutes` must be added to it.
             * @example 2025-03-14T15:25:00Z
             */
            time: string;
            /** Session */
            session: string | null;
            /**
             * Reason
             * @example holiday
             */
            reason: string;
            /**
             * Detail
             * @description What exactly is wrong.
             */
            detail: string | null;
            /** Open */
            open: number | null;
            /** High */
            high: number | null;
            /** Low */
            low: number | null;
            /** Close */
            close: number | null;
            /** Volume */
            volume: number | null;
            /** Source */
            source: string;
            /** State */
            state: string;
            /** Clock Shift Minutes */
            clock_shift_minutes: number;
            /**
             * Known At
             * Format: date-time
             * @example 2025-03-14T15:25:00Z
             */
            known_at: string;
            /**
             * Row
             * @description Line in the source.
             */
            row: number | null;
            /**
             * Raw
             * @description Text of a row that could not be read.
             */
            raw: string | null;
            /** Run Id */
            run_id: string;
        };
        /**
         * Run
         * @description One run of a layer.
         */
        Run: {
            /**
             * Id
             * @example 412
             */
            id: number;
            /**
             * Pipeline Name
             * @example usdcop_m5__02_l1_standardise
             */
            pipeline_name: string;
            layer: components["schemas"]["Layer"];
            /**
             * Status
             * @enum {string}
             */
            status: "running" | "completed" | "failed" | "interrupted";
            /**
             * Started At
             * Format: date-time
             * @example 2025-03-14T15:25:00Z
             */
            started_at: string;
            /**
             * Completed At
             * @description Null while it runs.
             */
            completed_at: string | null;
            /**
             * Market Seconds
             * @description Market time it took; on a simulated clock not the same as real time.
             * @example 1.8
             */
            market_seconds: number | null;
            /**
             * Records
             * @description Rows it made; null unless it completed.
             * @example 60
             */
            records: number | null;
            /**
             * Error
             * @description Why it failed or was interrupted.
             */
            error: string | null;
            /** Host */
            host: string;
            /** Pid */
            pid: number;
            /**
             * Recorded At
             * Format: date-time
             * @description Real time it began.
             * @example 2025-03-14T15:25:00Z
             */
            recorded_at: string;
        };
        /**
         * SessionRow
         * @description One session of the grid.
         */
        SessionRow: {
            /**
             * Session
             * Format: date
             * @example 2025-03-14
             */
            session: string;
            /**
             * Expected
             * @description Whether the calendar expects it; false for a day with bars that it takes for a holiday.
             */
            expected: boolean;
            /**
             * Closed Because
             * @description Name of the holiday, where it is not expected.
             */
            closed_because: string | null;
            /**
             * Thin Because
             * @description Name of a United States holiday, where there is one.
             */
            thin_because: string | null;
            /**
             * Opens At
             * Format: date-time
             * @example 2025-03-14T15:25:00Z
             */
            opens_at: string;
            /**
             * Closes At
             * Format: date-time
             * @example 2025-03-14T15:25:00Z
             */
            closes_at: string;
            /**
             * Grade
             * @description A to D; null where L1 has not judged it.
             * @example A
             */
            grade: string | null;
            /** Stale */
            stale: boolean | null;
            /** Provisional */
            provisional: boolean | null;
            /** Bars */
            bars: number | null;
            /** Expected Bars */
            expected_bars: number | null;
            /** Holes */
            holes: number | null;
            /**
             * Largest Hole
             * @description Bars of the longest hole.
             */
            largest_hole: number | null;
            /** Suspect */
            suspect: number | null;
            /** Doubtful */
            doubtful: number | null;
            /**
             * Quarantined
             * @description Refused rows.
             */
            quarantined: number | null;
            /** Layers */
            layers: components["schemas"]["Cell"][];
        };
        /**
         * SpanToFetch
         * @description One request to the vendor.
         */
        SpanToFetch: {
            /**
             * Start
             * Format: date-time
             * @example 2025-03-14T15:25:00Z
             */
            start: string;
            /**
             * End
             * Format: date-time
             * @example 2025-03-14T15:25:00Z
             */
            end: string;
            /**
             * Bars
             * @description Missing bars it covers.
             */
            bars: number;
        };
        /**
         * Standing
         * @description What became of an import, in one word; where several are true, the first of them.
         * @enum {string}
         */
        Standing: "begun" | "undoing" | "undone" | "uncertain" | "superseded" | "standing";
        /**
         * Status
         * @description How a component, or the whole service, is.
         * @enum {string}
         */
        Status: "ok" | "degraded" | "down";
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
    status_api_pipeline_status_get: {
        parameters: {
            query?: {
                /** @description A configured symbol. */
                symbol?: string;
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
                    "application/json": components["schemas"]["PipelineStatus"];
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
            /** @description It does not exist. */
            404: {
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
    layer_in_detail_api_pipeline_layer__layer_name__get: {
        parameters: {
            query?: {
                /** @description A configured symbol. */
                symbol?: string;
            };
            header?: never;
            path: {
                layer_name: string;
            };
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
                    "application/json": components["schemas"]["LayerDetail"];
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
            /** @description It does not exist. */
            404: {
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
    health_api_pipeline_health_get: {
        parameters: {
            query?: {
                /** @description A configured symbol. */
                symbol?: string;
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
                    "application/json": components["schemas"]["PipelineHealth"];
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
            /** @description It does not exist. */
            404: {
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
            /** @description No bars can be used; `layers` says why. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PipelineHealth"];
                };
            };
        };
    };
    data_quality_api_pipeline_data_quality_get: {
        parameters: {
            query?: {
                /** @description A configured symbol. */
                symbol?: string;
                /** @description First session; none: the first stored one. */
                first?: string | null;
                /** @description Last session, included; none: today's. */
                last?: string | null;
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
                    "application/json": components["schemas"]["DataQuality"];
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
            /** @description It does not exist. */
            404: {
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
    manifests_api_pipeline_manifests_get: {
        parameters: {
            query?: {
                /** @description A layer, `L0` to `L6`, or its deed, such as `standardise`. */
                layer?: string;
                /** @description Most rows of the answer. */
                limit?: number;
                /** @description `next_cursor` of the page before; none: the first page. */
                cursor?: string | null;
                /** @description A configured symbol. */
                symbol?: string;
                /** @description First session; none: the first stored one. */
                first?: string | null;
                /** @description Last session, included; none: today's. */
                last?: string | null;
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
                    "application/json": components["schemas"]["Page_ManifestRow_"];
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
            /** @description It does not exist. */
            404: {
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
    lineage_api_pipeline_lineage_get: {
        parameters: {
            query: {
                /** @description The session. */
                session: string;
                /** @description A layer, `L0` to `L6`, or its deed, such as `standardise`. */
                layer?: string;
                /** @description A configured symbol. */
                symbol?: string;
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
                    "application/json": components["schemas"]["LineageAnswer"];
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
            /** @description It does not exist. */
            404: {
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
    sessions_api_pipeline_sessions_get: {
        parameters: {
            query?: {
                /** @description Most rows of the answer. */
                limit?: number;
                /** @description `next_cursor` of the page before; none: the first page. */
                cursor?: string | null;
                /** @description A configured symbol. */
                symbol?: string;
                /** @description First session; none: the first stored one. */
                first?: string | null;
                /** @description Last session, included; none: today's. */
                last?: string | null;
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
                    "application/json": components["schemas"]["Page_SessionRow_"];
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
            /** @description It does not exist. */
            404: {
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
    quarantine_api_pipeline_quarantine_get: {
        parameters: {
            query?: {
                /** @description Only rows refused for this. */
                reason?: components["schemas"]["Reason"] | null;
                /** @description Most rows of the answer. */
                limit?: number;
                /** @description `next_cursor` of the page before; none: the first page. */
                cursor?: string | null;
                /** @description A configured symbol. */
                symbol?: string;
                /** @description First session; none: the first stored one. */
                first?: string | null;
                /** @description Last session, included; none: today's. */
                last?: string | null;
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
                    "application/json": components["schemas"]["Page_RefusedRow_"];
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
            /** @description It does not exist. */
            404: {
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
    runs_api_pipeline_runs_get: {
        parameters: {
            query?: {
                /** @description Only runs of this layer. */
                layer?: string | null;
                /** @description Only runs that are so. */
                status?: ("running" | "completed" | "failed" | "interrupted") | null;
                /** @description Most rows of the answer. */
                limit?: number;
                /** @description `next_cursor` of the page before; none: the first page. */
                cursor?: string | null;
                /** @description A configured symbol. */
                symbol?: string;
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
                    "application/json": components["schemas"]["Page_Run_"];
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
            /** @description It does not exist. */
            404: {
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
    backfill_api_pipeline_backfill_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BackfillBody"];
            };
        };
        responses: {
            /** @description `dry_run`: what it would take. Otherwise: nothing is missing, so it is completed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BackfillEstimate"] | components["schemas"]["BackfillRow"];
                };
            };
            /** @description It is queued; `GET backfill/{id}` tells how far it is. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BackfillRow"];
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
            /** @description It does not exist. */
            404: {
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
    one_backfill_api_pipeline_backfill__backfill_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                backfill_id: string;
            };
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
                    "application/json": components["schemas"]["BackfillRow"];
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
            /** @description It does not exist. */
            404: {
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
    backfills_api_pipeline_backfills_get: {
        parameters: {
            query?: {
                /** @description Only those that are so. */
                status?: components["schemas"]["BackfillStatus"] | null;
                /** @description Most rows of the answer. */
                limit?: number;
                /** @description `next_cursor` of the page before; none: the first page. */
                cursor?: string | null;
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
                    "application/json": components["schemas"]["Page_BackfillRow_"];
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
            /** @description It does not exist. */
            404: {
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
    imports_api_pipeline_imports_get: {
        parameters: {
            query?: {
                /** @description Most rows of the answer. */
                limit?: number;
                /** @description `next_cursor` of the page before; none: the first page. */
                cursor?: string | null;
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
                    "application/json": components["schemas"]["Page_ImportRow_"];
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
            /** @description It does not exist. */
            404: {
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
    one_import_api_pipeline_imports__import_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `id` of the import. */
                import_id: string;
            };
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
                    "application/json": components["schemas"]["ImportDetail"];
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
            /** @description It does not exist. */
            404: {
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
