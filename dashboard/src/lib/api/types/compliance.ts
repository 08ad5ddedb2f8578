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
    "/api/compliance/audit-trail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search the audit trail, the newest row first
         * @description Every order, fill, promotion, override, switch, sign-in, backfill, revision and setting, as it was recorded.
         */
        get: operations["audit_trail_api_compliance_audit_trail_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/compliance/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Examine the record: the audit trail, and everything kept against it
         * @description Walks the whole chain now, compares it with all anchors, and everything that is kept with the chain.
         *
         *     Orders, fills, positions, decisions and the trading state are held against their rows of the trail, predictions
         *     against L5 and their bundles, and (`court`) trainings, looks, entries, titles and trials against the trail and
         *     their session returns. `usdcop verify` and `usdcop doctor` make the same examination.
         */
        get: operations["verify_api_compliance_verify_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/compliance/trades/{trade_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reconstruct one trade
         * @description From the raw rows of each bar over features, prediction and decision to order, fills and profit.
         */
        get: operations["trade_api_compliance_trades__trade_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/compliance/regulations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The rules the system holds itself to, and how each stands
         * @description Each rule with the control that enforces it and its live state. Trail and trades are at most a minute old.
         */
        get: operations["regulations_api_compliance_regulations_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/compliance/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report on a period
         * @description Writes PDF and JSON into the object store, and records it in the trail as `report.made`.
         *
         *     Every trade reconstructed, totals, changes of the trading state, overrides, revisions, and the trail's
         *     verification.
         */
        post: operations["report_api_compliance_report_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/compliance/reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All reports, the newest first
         * @description Which periods were reported on, by whom, and the digest of each.
         */
        get: operations["reports_api_compliance_reports_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/compliance/report/{report_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One report, as JSON or PDF
         * @description Checked against the digest it was listed with: an altered file is a 503, never an answer.
         */
        get: operations["one_report_api_compliance_report__report_id__get"];
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
         * AccountTotal
         * @description What an account did in the period, from its ledger.
         */
        AccountTotal: {
            /**
             * Spread Cop
             * @description Of crossing from the middle to bid or ask, whether it is in the price or charged; null: not kept.
             */
            spread_cop: number | null;
            /**
             * Slippage Cop
             * @description Null: not kept.
             */
            slippage_cop: number | null;
            /**
             * Total Cost Cop
             * @description Spread and slippage. Of a person's fill the spread is in its price, and `cost_cop` is the rest.
             */
            total_cost_cop: number | null;
            /** Account */
            account: string;
            /** Symbol */
            symbol: string;
            /** Fills */
            fills: number;
            /** Turnover Usd */
            turnover_usd: number;
            /**
             * Cost Cop
             * @description Charged beside the prices of its fills in the period.
             */
            cost_cop: number;
            /**
             * Trades
             * @description Left in the period.
             */
            trades: number;
            /** Won */
            won: number;
            /**
             * Pnl Cop
             * @description Of trades left in the period, net of all their costs.
             */
            pnl_cop: number;
        };
        /**
         * AuditEntry
         * @description One row of the audit trail.
         */
        AuditEntry: {
            /**
             * Seq
             * @example 1043
             */
            seq: number;
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
             * Actor
             * @example operator
             */
            actor: string;
            /**
             * Action
             * @example trading_state.changed
             */
            action: string;
            /**
             * Subject
             * @example trading_state
             */
            subject: string;
            /**
             * Detail
             * @description What happened, in particular.
             */
            detail: {
                [key: string]: unknown;
            };
            /** Previous Hash */
            previous_hash: string;
            /**
             * Hash
             * @description SHA-256 of `previous_hash`, a line feed and the stored canonical text of the row.
             */
            hash: string;
        };
        /**
         * BarRow
         * @description An accepted bar of layer L1.
         */
        BarRow: {
            /**
             * Time
             * Format: date-time
             * @example 2025-03-14T15:25:00Z
             */
            time: string;
            /**
             * Session
             * Format: date
             * @example 2025-03-14
             */
            session: string;
            /** Slot */
            slot: number;
            /** Open */
            open: number;
            /** High */
            high: number;
            /** Low */
            low: number;
            /** Close */
            close: number;
            /** Volume */
            volume: number | null;
            /** Source */
            source: string;
            /** State */
            state: string;
            /**
             * Known At
             * Format: date-time
             * @example 2025-03-14T15:25:00Z
             */
            known_at: string;
            /** Open Reconstructed */
            open_reconstructed: boolean;
            /** Doubtful */
            doubtful: boolean;
            /** Suspect */
            suspect: boolean;
            /**
             * Checksum
             * @description Of the partition it stands in.
             * @example sha256:3b1f0c8d7a5e4f2b9c6d1e0f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1f0a9b
             */
            checksum: string;
        };
        /**
         * BarsChanged
         * @description What changed bars that something was made of, after it was made: the newest such change.
         */
        BarsChanged: {
            /**
             * Deed
             * @description What was done to them; `doubted`: the bars are the same, their clock is not believed any more.
             * @enum {string}
             */
            deed: "imported" | "undone" | "doubted" | "corrected";
            /**
             * Import Id
             * @description The import that was made, taken back or doubted; null: the vendor corrected its own bars.
             * @example I-0007
             */
            import_id: string | null;
            /**
             * Why
             * @description File of the import, or why it is doubted; empty: not kept.
             * @example corrected.csv
             */
            why: string;
            /**
             * By
             * @example cli:ana
             */
            by: string;
            /**
             * At
             * Format: date-time
             * @description Market time.
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
             * First
             * Format: date
             */
            first: string;
            /**
             * Last
             * Format: date
             * @description First and last session that it changed.
             */
            last: string;
            /**
             * Changes
             * @description How many changes there were since, this one included.
             */
            changes: number;
        };
        /**
         * Compared
         * @description How much was held against the trail.
         */
        Compared: {
            /** Orders */
            orders: number;
            /** Fills */
            fills: number;
            /** Predictions */
            predictions: number;
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
         * CourtFlaw
         * @description One thing in which the court's record is not as the trail tells it.
         */
        CourtFlaw: {
            flaw: components["schemas"]["Flaw"];
            /**
             * Subject
             * @example look:3
             */
            subject: string;
            /** Sentence */
            sentence: string;
        };
        /**
         * DecisionRow
         * @description What was decided at the close of a bar; positions in units of the notional.
         */
        DecisionRow: {
            /**
             * Session
             * Format: date
             * @example 2025-03-14
             */
            session: string;
            /** Slot */
            slot: number;
            /** Account */
            account: string;
            /** Bundle Hash */
            bundle_hash: string;
            /**
             * Wanted
             * @description What the policy asked for.
             */
            wanted: number;
            /**
             * Target
             * @description What was taken after all refusals.
             */
            target: number;
            /** Held */
            held: number;
            /** Refused */
            refused: string | null;
            /**
             * Late
             * @description Caught up after a restart: the bar that fills it had closed already.
             */
            late: boolean;
            /** Order Id */
            order_id: string | null;
            /**
             * At
             * Format: date-time
             * @example 2025-03-14T15:25:00Z
             */
            at: string;
            /**
             * Recorded At
             * Format: date-time
             * @example 2025-03-14T15:25:00Z
             */
            recorded_at: string;
            /** @description What changed bars of its session after it was made; null: nothing. */
            bars_changed: components["schemas"]["BarsChanged"] | null;
        };
        /**
         * Difference
         * @description One thing that is not as it was recorded, or a note.
         */
        Difference: {
            kind: components["schemas"]["Kind"];
            /**
             * Where
             * @example fill:12
             */
            where: string;
            /**
             * What
             * @description A sentence.
             */
            what: string;
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
         * FeatureRow
         * @description The features of the bar, as layer L3 has them.
         */
        FeatureRow: {
            /**
             * Time
             * Format: date-time
             * @example 2025-03-14T15:25:00Z
             */
            time: string;
            /** Values */
            values: {
                [key: string]: number;
            };
            /**
             * Feature Hash
             * @description Of the features' definitions as they are now; compare with the contract's.
             */
            feature_hash: string;
            /**
             * Checksum
             * @description Of the partition they stand in.
             * @example sha256:3b1f0c8d7a5e4f2b9c6d1e0f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1f0a9b
             */
            checksum: string;
        };
        /**
         * FillBody
         * @description A fill.
         */
        FillBody: {
            /**
             * Spread Cop
             * @description Of crossing from the middle to bid or ask, whether it is in the price or charged; null: not kept.
             */
            spread_cop: number | null;
            /**
             * Slippage Cop
             * @description Null: not kept.
             */
            slippage_cop: number | null;
            /**
             * Total Cost Cop
             * @description Spread and slippage. Of a person's fill the spread is in its price, and `cost_cop` is the rest.
             */
            total_cost_cop: number | null;
            /** Id */
            id: number;
            /**
             * Order Id
             * Format: uuid
             */
            order_id: string;
            /**
             * N
             * @description Number of the fill within its order.
             */
            n: number;
            /** Account */
            account: string;
            /** Symbol */
            symbol: string;
            /**
             * Session
             * Format: date
             */
            session: string;
            /** Slot */
            slot: number;
            /**
             * Quantity Usd
             * @description Dollars bought (positive) or sold (negative).
             */
            quantity_usd: number;
            /** Price */
            price: number;
            /**
             * Cost Cop
             * @description Charged beside the price: P&L is −`quantity_usd` · `price` − `cost_cop`.
             */
            cost_cop: number;
            /**
             * Forced
             * @description The exit at the end of a session.
             */
            forced: boolean;
            /**
             * At
             * Format: date-time
             * @description Market time.
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
            /** @description What changed bars of its session after it was made; null: nothing. */
            bars_changed: components["schemas"]["BarsChanged"] | null;
        };
        /**
         * Flaw
         * @description What kind of thing is wrong with the court's record.
         * @enum {string}
         */
        Flaw: "deleted" | "added" | "rewritten" | "series_missing" | "series_altered";
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
         * Input
         * @description What a partition was made from.
         */
        Input: {
            /** Name */
            name: string;
            /** Checksum */
            checksum: string;
            /** Current */
            current: boolean | null;
        };
        /**
         * Kind
         * @description What differs.
         * @enum {string}
         */
        Kind: "trail" | "anchor" | "order" | "fill" | "position" | "decision" | "state" | "prediction" | "bundle" | "court" | "not_recorded" | "in_motion";
        /**
         * LegRow
         * @description One fill of a trade, and all that led to it.
         */
        LegRow: {
            fill: components["schemas"]["FillBody"];
            order: components["schemas"]["OrderBody"] | null;
            decision: components["schemas"]["DecisionRow"] | null;
            /**
             * Assignment
             * @description Main account: the role that traded it in the session.
             */
            assignment: string | null;
            prediction: components["schemas"]["PredictionRow"] | null;
            /**
             * Contract
             * @description Hash of the bundle; its contract stands in `contracts`.
             */
            contract: string | null;
            features: components["schemas"]["FeatureRow"] | null;
            /** @description The bar at whose close it was decided. */
            decided_bar: components["schemas"]["BarRow"] | null;
            /** @description The bar it was filled in. */
            filled_bar: components["schemas"]["BarRow"] | null;
            /**
             * Raw
             * @description Raw rows of both bars.
             */
            raw: components["schemas"]["RawRow"][];
            quote: components["schemas"]["QuoteRow"] | null;
            /**
             * Audit
             * @description Rows of the trail about its order, in order.
             */
            audit: components["schemas"]["AuditEntry"][];
            /**
             * Lineage
             * @description The session whose lineage stands in `lineages`.
             */
            lineage: string | null;
            /**
             * Unknown
             * @description What is missing though it has a place here, and why.
             */
            unknown: {
                [key: string]: string;
            };
            /**
             * Not Applicable
             * @description What has no place here, and why.
             */
            not_applicable: {
                [key: string]: string;
            };
        };
        /**
         * LineageRow
         * @description From the session's features down to its raw rows.
         */
        LineageRow: {
            /**
             * Session
             * Format: date
             * @example 2025-03-14
             */
            session: string;
            /** Complete */
            complete: boolean;
            /** Nodes */
            nodes: components["schemas"]["Node"][];
            /** Sources */
            sources: components["schemas"]["RawSource"][];
        };
        /**
         * NightRow
         * @description The newest night's examination of everything, the checksums of all layers and PostgreSQL against them included.
         */
        NightRow: {
            /**
             * At
             * Format: date-time
             * @description Real time at which it ended.
             * @example 2025-03-14T15:25:00Z
             */
            at: string;
            /**
             * Findings
             * @description 0: all was sound.
             */
            findings: number;
            /** First */
            first: string | null;
            /** Files */
            files: number;
            /**
             * Rows Compared
             * @description Rows of PostgreSQL that were compared with the layers.
             */
            rows_compared: number;
        };
        /**
         * Node
         * @description One partition of a lineage.
         */
        Node: {
            /** Layer */
            layer: string;
            /**
             * Session
             * Format: date
             * @example 2025-03-14
             */
            session: string;
            /** Key */
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
             * @example 2025-03-14T15:25:00Z
             */
            created_at: string;
            /** Code Version */
            code_version: string;
            /** Calendar Version */
            calendar_version: string;
            /** Inputs */
            inputs: components["schemas"]["Input"][];
        };
        /**
         * OrderBody
         * @description An order that was accepted, and what became of it.
         */
        OrderBody: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Account */
            account: string;
            /** Client Order Id */
            client_order_id: string;
            /** Symbol */
            symbol: string;
            side: components["schemas"]["Side"];
            type: components["schemas"]["OrderType"];
            /** Quantity Usd */
            quantity_usd: number;
            /** Limit Price */
            limit_price: number | null;
            /** Stop Price */
            stop_price: number | null;
            time_in_force: components["schemas"]["TimeInForce"];
            /** Reduce Only */
            reduce_only: boolean;
            origin: components["schemas"]["Origin"];
            /**
             * Actor
             * @description Who sent it.
             */
            actor: string;
            /**
             * Session
             * Format: date
             */
            session: string;
            status: components["schemas"]["OrderStatus"];
            /**
             * Reason
             * @description Why it was cancelled or expired.
             */
            reason: string | null;
            /**
             * Accepted At
             * Format: date-time
             * @description Market time.
             * @example 2025-03-14T15:25:00Z
             */
            accepted_at: string;
            /**
             * Recorded At
             * Format: date-time
             * @description Real time.
             * @example 2025-03-14T15:25:00Z
             */
            recorded_at: string;
            /** Closed At */
            closed_at: string | null;
            /**
             * Triggered At
             * @description When the last price touched a stop.
             */
            triggered_at: string | null;
            /**
             * Decided Slot
             * @description Slot of the bar at whose close a policy decided.
             */
            decided_slot: number | null;
            /** Bundle Hash */
            bundle_hash: string | null;
            /**
             * Filled Usd
             * @description Dollars filled so far.
             */
            filled_usd: number;
            /** @description What changed bars of its session after it was accepted; null: nothing. */
            bars_changed: components["schemas"]["BarsChanged"] | null;
        };
        /**
         * OrderStatus
         * @description Where an order is. All but ``WORKING`` are ends.
         * @enum {string}
         */
        OrderStatus: "working" | "filled" | "cancelled" | "expired";
        /**
         * OrderType
         * @description How an order is filled.
         * @enum {string}
         */
        OrderType: "market" | "limit" | "stop";
        /**
         * Origin
         * @description Who decided on an order.
         * @enum {string}
         */
        Origin: "manual" | "policy";
        /** Page[AuditEntry] */
        Page_AuditEntry_: {
            /**
             * Data
             * @description The rows, in the order of the list.
             */
            data: components["schemas"]["AuditEntry"][];
            /**
             * Next Cursor
             * @description Where the next page starts; null: this is the last.
             */
            next_cursor: string | null;
        };
        /** Page[ReportRow] */
        Page_ReportRow_: {
            /**
             * Data
             * @description The rows, in the order of the list.
             */
            data: components["schemas"]["ReportRow"][];
            /**
             * Next Cursor
             * @description Where the next page starts; null: this is the last.
             */
            next_cursor: string | null;
        };
        /**
         * PredictionRow
         * @description What the bundle said at the close of the bar that opens at `time`.
         */
        PredictionRow: {
            /**
             * Time
             * Format: date-time
             * @example 2025-03-14T15:25:00Z
             */
            time: string;
            /**
             * Session
             * Format: date
             * @example 2025-03-14
             */
            session: string;
            /**
             * Recorded At
             * @description Real time; null: not kept.
             */
            recorded_at: string | null;
            /** Alias */
            alias: string | null;
            /** Model Version */
            model_version: string;
            /** Bundle Hash */
            bundle_hash: string;
            /** Target */
            target: number;
            /** P Short */
            p_short: number | null;
            /** P Flat */
            p_flat: number | null;
            /** P Long */
            p_long: number | null;
            /** Value */
            value: number | null;
            /** Data Kind */
            data_kind: string;
            /** @description What changed bars of its session after it was said; null: nothing. */
            bars_changed: components["schemas"]["BarsChanged"] | null;
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
         * QuoteRow
         * @description The quote an order was filled on.
         */
        QuoteRow: {
            /** Price */
            price: number;
            /** Bid */
            bid: number | null;
            /** Ask */
            ask: number | null;
            /**
             * At
             * Format: date-time
             * @example 2025-03-14T15:25:00Z
             */
            at: string;
        };
        /**
         * RawRow
         * @description A raw row of layer L0, as received.
         */
        RawRow: {
            /**
             * Time
             * Format: date-time
             * @example 2025-03-14T15:25:00Z
             */
            time: string;
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
            /**
             * Known At
             * Format: date-time
             * @example 2025-03-14T15:25:00Z
             */
            known_at: string;
            /** Clock Shift Minutes */
            clock_shift_minutes: number;
            /** Row */
            row: number | null;
            /** Run Id */
            run_id: string;
            /**
             * Checksum
             * @description Of the partition it stands in.
             * @example sha256:3b1f0c8d7a5e4f2b9c6d1e0f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1f0a9b
             */
            checksum: string;
        };
        /**
         * RawSource
         * @description Where raw rows came from.
         */
        RawSource: {
            /** Source */
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
         * Regulation
         * @description A rule the system holds itself to.
         */
        Regulation: {
            /**
             * Id
             * @example two-people
             */
            id: string;
            /** Title */
            title: string;
            /**
             * Text
             * @description The rule, in our words.
             */
            text: string;
            /**
             * Control
             * @description What enforces it.
             */
            control: string;
            /**
             * Status
             * @description As measured now; `unknown` where it cannot be, with the reason in `why`.
             * @enum {string}
             */
            status: "held" | "broken" | "unknown";
            /**
             * Measured
             * @description Figures behind the status. Names end in their unit where they have one.
             */
            measured: {
                [key: string]: string | number | boolean | null;
            };
            /**
             * Why
             * @description What is broken, or why it cannot be known.
             */
            why: string | null;
        };
        /**
         * Regulations
         * @description Every rule, its control, and its live state.
         */
        Regulations: {
            /** Data Kind */
            data_kind: string;
            /**
             * Timestamp
             * Format: date-time
             * @example 2025-03-14T15:25:00Z
             */
            timestamp: string;
            /**
             * Measured At
             * Format: date-time
             * @description Real time.
             * @example 2025-03-14T15:25:00Z
             */
            measured_at: string;
            /** Held */
            held: number;
            /** Broken */
            broken: number;
            /** Unknown */
            unknown: number;
            /** Regulations */
            regulations: components["schemas"]["Regulation"][];
        };
        /**
         * Report
         * @description A period, reconstructed.
         */
        Report: {
            /**
             * Schema Version
             * @default 1
             */
            schema_version: number;
            /** Symbol */
            symbol: string;
            /** Data Kind */
            data_kind: string;
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
            /**
             * Made At
             * Format: date-time
             * @example 2025-03-14T15:25:00Z
             */
            made_at: string;
            /** Made By */
            made_by: string;
            /**
             * Sessions
             * @description Sessions the calendar expects in the period.
             */
            sessions: number;
            /** Trade Count */
            trade_count: number;
            /** Complete Trades */
            complete_trades: number;
            /** Open Trades */
            open_trades: number;
            /** Totals */
            totals: components["schemas"]["AccountTotal"][];
            /** Trading State Changes */
            trading_state_changes: components["schemas"]["AuditEntry"][];
            /** Overrides */
            overrides: components["schemas"]["AuditEntry"][];
            /** Revisions */
            revisions: components["schemas"]["AuditEntry"][];
            /**
             * Audit Actions
             * @description Rows of the trail in the period by action.
             */
            audit_actions: {
                [key: string]: number;
            };
            verification: components["schemas"]["Verification"];
            /** Trades */
            trades: components["schemas"]["Trade"][];
            /** Contracts */
            contracts: {
                [key: string]: {
                    [key: string]: unknown;
                };
            };
            /** Lineages */
            lineages: components["schemas"]["LineageRow"][];
        };
        /**
         * ReportBody
         * @description The period of a report.
         */
        ReportBody: {
            /**
             * First
             * Format: date
             * @example 2025-03-14
             */
            first: string;
            /**
             * Last
             * Format: date
             * @description Included; at most 92 days after `first`, and not in the future.
             * @example 2025-03-14
             */
            last: string;
        };
        /**
         * ReportRow
         * @description A report that was made.
         */
        ReportRow: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
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
            /**
             * Digest
             * @description SHA-256 (hex) of its JSON.
             */
            digest: string;
            /**
             * Json Key
             * @description In the object store.
             */
            json_key: string;
            /** Pdf Key */
            pdf_key: string;
            /** Requested By */
            requested_by: string;
            /**
             * At
             * Format: date-time
             * @example 2025-03-14T15:25:00Z
             */
            at: string;
            /**
             * Recorded At
             * Format: date-time
             * @example 2025-03-14T15:25:00Z
             */
            recorded_at: string;
            /** @description What changed bars of its period after it was made; null: it stands as it was made. */
            bars_changed: components["schemas"]["BarsChanged"] | null;
        };
        /**
         * Side
         * @description Buy or sell dollars.
         * @enum {string}
         */
        Side: "buy" | "sell";
        /**
         * Status
         * @description How a component, or the whole service, is.
         * @enum {string}
         */
        Status: "ok" | "degraded" | "down";
        /**
         * TimeInForce
         * @description How long an order works.
         * @enum {string}
         */
        TimeInForce: "day" | "ioc";
        /**
         * Trade
         * @description From an entry to flat or to a reversal; prices are averages where it took several fills.
         */
        Trade: {
            /**
             * Spread Cop
             * @description Of crossing from the middle to bid or ask, whether it is in the price or charged; null: not kept.
             */
            spread_cop: number | null;
            /**
             * Slippage Cop
             * @description Null: not kept.
             */
            slippage_cop: number | null;
            /**
             * Total Cost Cop
             * @description Spread and slippage. Of a person's fill the spread is in its price, and `cost_cop` is the rest.
             */
            total_cost_cop: number | null;
            /**
             * Id
             * @description Account, and the fill that entered it.
             * @example champion-1207
             */
            id: string;
            /** Account */
            account: string;
            /** Symbol */
            symbol: string;
            /**
             * Status
             * @enum {string}
             */
            status: "closed" | "open";
            /**
             * Direction
             * @enum {string}
             */
            direction: "long" | "short";
            /**
             * Quantity Usd
             * @description The most it held.
             */
            quantity_usd: number;
            /**
             * Session
             * Format: date
             * @description In which it was left; open: entered.
             * @example 2025-03-14
             */
            session: string;
            /**
             * Entered At
             * Format: date-time
             * @example 2025-03-14T15:25:00Z
             */
            entered_at: string;
            /** Left At */
            left_at: string | null;
            /** Entry Price */
            entry_price: number;
            /** Exit Price */
            exit_price: number | null;
            /**
             * Pnl Cop
             * @description Net of the costs of all its fills; null while it is open.
             */
            pnl_cop: number | null;
            /**
             * Pnl Usd
             * @description `pnl_cop` at the exit's price.
             */
            pnl_usd: number | null;
            /**
             * Cost Cop
             * @description Charged beside the prices of its fills: what `pnl_cop` subtracts.
             */
            cost_cop: number;
            /**
             * Bars Held
             * @description Null while it is open, and where it was held over a night.
             */
            bars_held: number | null;
            /**
             * Complete
             * @description Whether everything that has a place in its reconstruction is known.
             */
            complete: boolean;
            /** Legs */
            legs: components["schemas"]["LegRow"][];
        };
        /**
         * TradeAnswer
         * @description The reconstruction of one trade.
         */
        TradeAnswer: {
            /**
             * Data Kind
             * @description `real`, `replay` or `synthetic`.
             * @example real
             */
            data_kind: string;
            /**
             * Timestamp
             * Format: date-time
             * @example 2025-03-14T15:25:00Z
             */
            timestamp: string;
            trade: components["schemas"]["Trade"];
            /**
             * Contracts
             * @description Contract of each bundle that decided, by hash.
             */
            contracts: {
                [key: string]: {
                    [key: string]: unknown;
                };
            };
            /** Lineages */
            lineages: components["schemas"]["LineageRow"][];
            /** @description What changed bars of its sessions after its first fill; null: nothing. The bars told of are those of now. */
            bars_changed: components["schemas"]["BarsChanged"] | null;
        };
        /**
         * Verification
         * @description Whether the trail is as it was written, and everything that is kept as the trail tells it.
         */
        Verification: {
            /**
             * Holds
             * @description Of all that is examined: the trail with its anchors, orders, fills, positions, predictions, the court's record.
             *     In reports of a version before: of the trail alone.
             */
            holds: boolean;
            /**
             * Rows
             * @description Rows that were walked: all of them.
             */
            rows: number;
            /**
             * Anchors
             * @description Anchors in the object store that it was compared with.
             */
            anchors: number;
            /**
             * Anchored Until
             * @description Number of the newest anchored row: any edit, removal or cut up to it is detected. 0: none is anchored.
             */
            anchored_until: number;
            /**
             * Newest Anchor At
             * @description Real time.
             */
            newest_anchor_at: string | null;
            /**
             * Broken At
             * @description Number of the first row of the trail that does not hold.
             */
            broken_at: number | null;
            /**
             * Why
             * @description The first of what is wrong.
             */
            why: string | null;
            /**
             * Differences
             * @description What is wrong, at most fifty; ``found`` counts all. Reports of a version before have none.
             * @default []
             */
            differences: components["schemas"]["Difference"][];
            /**
             * Found
             * @default 0
             */
            found: number;
            /**
             * Notes
             * @description What could not be held against anything, and why.
             * @default []
             */
            notes: components["schemas"]["Difference"][];
            /** @description Null in reports of a version before. */
            compared?: components["schemas"]["Compared"] | null;
            /** @description Null: no night has passed yet. */
            night?: components["schemas"]["NightRow"] | null;
            /**
             * Court
             * @description Trainings, looks, entries and titles that were deleted, added or rewritten, and trials that do not fit their
             *     session returns. Reports of a version before have none.
             * @default []
             */
            court: components["schemas"]["CourtFlaw"][];
            /**
             * Verified At
             * Format: date-time
             * @description Real time.
             * @example 2025-03-14T15:25:00Z
             */
            verified_at: string;
        };
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
    audit_trail_api_compliance_audit_trail_get: {
        parameters: {
            query?: {
                /** @description Most rows of the answer. */
                limit?: number;
                /** @description `next_cursor` of the page before; none: the first page. */
                cursor?: string | null;
                /** @description Who did it. */
                actor?: string | null;
                /** @description What was done. */
                action?: string | null;
                /** @description What it was done to. */
                subject?: string | null;
                /** @description From this market time on. */
                since?: string | null;
                /** @description Before this market time. */
                until?: string | null;
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
                    "application/json": components["schemas"]["Page_AuditEntry_"];
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
    verify_api_compliance_verify_get: {
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
                    "application/json": components["schemas"]["Verification"];
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
    trade_api_compliance_trades__trade_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Account and entry fill, or any other fill of the trade: `champion-1207`. */
                trade_id: string;
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
                    "application/json": components["schemas"]["TradeAnswer"];
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
    regulations_api_compliance_regulations_get: {
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
                    "application/json": components["schemas"]["Regulations"];
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
    report_api_compliance_report_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReportBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportRow"];
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
    reports_api_compliance_reports_get: {
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
                    "application/json": components["schemas"]["Page_ReportRow_"];
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
    one_report_api_compliance_report__report_id__get: {
        parameters: {
            query?: {
                /** @description `json` or `pdf`. */
                format?: "json" | "pdf";
            };
            header?: never;
            path: {
                report_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The report as it was made; `format=pdf`: its PDF. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Report"];
                    "application/pdf": string;
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
