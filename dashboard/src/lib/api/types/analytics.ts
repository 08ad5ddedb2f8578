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
    "/api/analytics/rl-metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How the policy acts
         * @description Trades, holding, action balance and costs, from decisions and fills.
         */
        get: operations["rl_api_analytics_rl_metrics_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/analytics/performance-kpis": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Performance, net of costs
         * @description Ratios a year (252 sessions); equity is additive on constant capital.
         */
        get: operations["performance_api_analytics_performance_kpis_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/analytics/session-pnl": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * P&L of one session
         * @description Net P&L in pesos; a session without a bar has no data, one without a fill earned nothing.
         */
        get: operations["session_pnl_api_analytics_session_pnl_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/analytics/risk-metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Empirical risk of one session
         * @description Quantiles of the period's session returns, on the capital of one unit at the newest price.
         */
        get: operations["risk_metrics_api_analytics_risk_metrics_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/analytics/trade-distribution": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How trades ended
         * @description Histogram of net P&L a trade, with counts by local hour and weekday of entry.
         */
        get: operations["trade_distribution_api_analytics_trade_distribution_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/analytics/equity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Equity and drawdown beside the baselines
         * @description One unit of capital, additive over sessions; baselines over the same sessions at the same costs.
         */
        get: operations["equity_lines_api_analytics_equity_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/analytics/heatmap": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return and exposure by time of day and weekday
         * @description Quarters of an hour of the local session, from trades and decisions.
         */
        get: operations["heatmap_api_analytics_heatmap_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/analytics/diagnosis": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a careful reader would notice
         * @description Ways to be deceived, each with the evidence for or against it.
         */
        get: operations["diagnosis_api_analytics_diagnosis_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/analytics/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Registered bundles with roles, gates and metrics
         * @description Newest first. A model whose gates refuse it, or that was not judged, is UNPROVEN.
         */
        get: operations["models_api_analytics_models_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/analytics/production-gates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The production gates of a model
         * @description Judged on the model's test part; without an evaluation there is no gate, and it is not ready.
         */
        get: operations["production_gates_api_analytics_production_gates_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/analytics/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Training runs, grouped by configuration
         * @description Newest first. Runs of one group differ by seed; those without a version were not shipped.
         */
        get: operations["runs_api_analytics_runs_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/analytics/trials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every look at the test set, and what the next one would be
         * @description A look shows one trial or one declared batch, and spends its share of the test set's error once.
         */
        get: operations["trials_api_analytics_trials_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/analytics/evaluations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every evaluation that was kept
         * @description Newest first, from the table `rl_metrics`: a row for each bundle and last session that judged it.
         */
        get: operations["evaluations_api_analytics_evaluations_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/analytics/court": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Forward proof and decay of a model
         * @description The bets of its forward proof with their target, and V since its promotion with the line that costs the title.
         */
        get: operations["court_api_analytics_court_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/analytics/reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stored evaluation reports
         * @description Ids for `reports/{id}`, newest last.
         */
        get: operations["reports_api_analytics_reports_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/analytics/reports/{report_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A stored report as JSON
         * @description Everything that was reported of a model; figures that cannot be known are null with a reason.
         */
        get: operations["report_api_analytics_reports__report_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/analytics/reports/{report_id}/pdf": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A stored report as PDF
         * @description The same report for reading.
         */
        get: operations["report_pdf_api_analytics_reports__report_id__pdf_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/analytics/models/{version}/promotions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a model a role
         * @description Only a champion needs the gates. Where they refuse, 409 names them; with `override` a second person decides.
         */
        post: operations["promote_api_analytics_models__version__promotions_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/analytics/promotions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Changes of roles that were asked for
         * @description Newest first.
         */
        get: operations["promotions_api_analytics_promotions_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/analytics/promotions/{promotion_id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Agree to an override
         * @description The second person: not the one who asked. Bound to the hash of the bundle that was asked for.
         */
        post: operations["approve_api_analytics_promotions__promotion_id__approve_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/analytics/promotions/{promotion_id}/refuse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Refuse an override
         * @description The second person does not agree; the request is closed.
         */
        post: operations["refuse_api_analytics_promotions__promotion_id__refuse_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/analytics/models/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a role back to its previous holder
         * @description One person is enough to go back.
         */
        post: operations["rollback_api_analytics_models_rollback_post"];
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
         * ActionBalance
         * @description Shares of the decisions that raised, lowered and kept the position.
         */
        ActionBalance: {
            /** Buy */
            buy: number | null;
            /** Sell */
            sell: number | null;
            /** Hold */
            hold: number | null;
        };
        /**
         * Alias
         * @description The deployed roles of a bundle.
         * @enum {string}
         */
        Alias: "champion" | "challenger" | "shadow";
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
         * Basis
         * @description Which ledger a figure comes from.
         * @enum {string}
         */
        Basis: "backtest" | "paper";
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
         * CostLine
         * @description Equity at a multiple of the costs, with its figures.
         */
        CostLine: {
            /** Name */
            name: string;
            /** Equity */
            equity: number[];
            /**
             * Drawdown
             * @description Fall below the highest equity so far, share of the capital, ≥ 0.
             */
            drawdown: number[];
            /**
             * Metrics
             * @description By the names of `models`.
             */
            metrics: {
                [key: string]: number | null;
            };
        };
        /**
         * Court
         * @description Forward proof and title of a model.
         */
        Court: {
            model: components["schemas"]["ModelRef"];
            /** @description Null: not entered. */
            forward: components["schemas"]["Curve"] | null;
            /** @description Null: no champion, or one that must keep nothing. */
            decay: components["schemas"]["Curve"] | null;
            /**
             * Title
             * @description `won` or `lost`: the newest event of its champion's title.
             */
            title: string | null;
            /** Title Reason */
            title_reason: string | null;
            /** Title Since */
            title_since: string | null;
        };
        /**
         * Curve
         * @description Wealth of bets, session by session.
         */
        Curve: {
            /**
             * Limit
             * @description The line it is held against: the target of a proof, or where a title is lost.
             */
            limit: number;
            /** Data */
            data: components["schemas"]["CurvePoint"][];
        };
        /**
         * CurvePoint
         * @description A value after a session.
         */
        CurvePoint: {
            /**
             * Session
             * Format: date
             */
            session: string;
            /** Value */
            value: number;
        };
        /**
         * Diagnosis
         * @description What a careful reader would notice.
         */
        Diagnosis: {
            judged_basis: components["schemas"]["Basis"] | null;
            /** Judged First */
            judged_first: string | null;
            /** Judged Last */
            judged_last: string | null;
            /** @description What changed bars that the verdict was made of, after it was made; null: nothing. Bars that come back heal it. */
            judged_on_changed: components["schemas"]["BarsChanged"] | null;
            /** Symbol */
            symbol: string;
            /**
             * Period Days
             * @description Calendar days asked for; the judged window heeds them not.
             */
            period_days: number;
            /** @description `judged`: the sessions of the verdict; `period`: those of the days asked for. */
            window: components["schemas"]["Window"];
            /**
             * Data Points
             * @description Sessions the figures are reckoned from.
             */
            data_points: number;
            /**
             * Timestamp
             * Format: date-time
             * @description Market time of the answer.
             * @example 2025-03-14T15:25:00Z
             */
            timestamp: string;
            model: components["schemas"]["ModelRef"];
            /**
             * Data Kind
             * @description `real`, `replay` or `synthetic`.
             */
            data_kind: string;
            /** @description `backtest`: the engine over sessions the model was not trained on; `paper`: its paper account. */
            basis: components["schemas"]["Basis"];
            /** First Session */
            first_session: string | null;
            /** Last Session */
            last_session: string | null;
            /** Cards */
            cards: components["schemas"]["DiagnosisCard"][];
            /**
             * Notes
             * @description Remarks of the model's newest report, on its own sessions: see `judged_first`.
             */
            notes: string[];
        };
        /**
         * DiagnosisCard
         * @description One way to be deceived, with the evidence.
         */
        DiagnosisCard: {
            /** Code */
            code: string;
            /** Title */
            title: string;
            /**
             * Status
             * @description `ok`, `warn` or `unknown`.
             */
            status: string;
            /**
             * Evidence
             * @description A sentence.
             */
            evidence: string;
            /**
             * Figures
             * @description What the sentence rests on, by name; names with `_bps` are basis points a session. Empty where nothing is known.
             */
            figures: {
                [key: string]: number;
            };
            /**
             * Parts
             * @description `lucky_tenth`: the return of each tenth of the sessions, in order of time; empty elsewhere.
             */
            parts: number[];
        };
        /**
         * Equity
         * @description Equity of one unit of capital, additive over sessions.
         */
        Equity: {
            /** Symbol */
            symbol: string;
            /**
             * Period Days
             * @description Calendar days asked for; the judged window heeds them not.
             */
            period_days: number;
            /** @description `judged`: the sessions of the verdict; `period`: those of the days asked for. */
            window: components["schemas"]["Window"];
            /**
             * Data Points
             * @description Sessions the figures are reckoned from.
             */
            data_points: number;
            /**
             * Timestamp
             * Format: date-time
             * @description Market time of the answer.
             * @example 2025-03-14T15:25:00Z
             */
            timestamp: string;
            model: components["schemas"]["ModelRef"];
            /**
             * Data Kind
             * @description `real`, `replay` or `synthetic`.
             */
            data_kind: string;
            /** @description `backtest`: the engine over sessions the model was not trained on; `paper`: its paper account. */
            basis: components["schemas"]["Basis"];
            /** First Session */
            first_session: string | null;
            /** Last Session */
            last_session: string | null;
            /** Sessions */
            sessions: string[];
            /** Equity */
            equity: number[];
            /** Drawdown */
            drawdown: number[];
            /** Returns */
            returns: number[];
            /**
             * Costs
             * @description The same fills at once, twice and three times their costs.
             */
            costs: components["schemas"]["CostLine"][];
            /**
             * Baselines
             * @description Empty on the basis `paper`.
             */
            baselines: components["schemas"]["EquityLine"][];
        };
        /**
         * EquityLine
         * @description Equity of a baseline, or of the model at other costs.
         */
        EquityLine: {
            /** Name */
            name: string;
            /** Equity */
            equity: number[];
            /**
             * Drawdown
             * @description Fall below the highest equity so far, share of the capital, ≥ 0.
             */
            drawdown: number[];
        };
        /**
         * EvaluationRow
         * @description One evaluation of a bundle: figures of the engine over the sessions that judged it; null: undefined.
         */
        EvaluationRow: {
            /** Bundle Hash */
            bundle_hash: string;
            /** Version */
            version: string;
            /**
             * Last Session
             * Format: date
             */
            last_session: string;
            /** Data Kind */
            data_kind: string;
            /** Sharpe */
            sharpe: number | null;
            /** Sortino */
            sortino: number | null;
            /** Max Drawdown */
            max_drawdown: number | null;
            /** Win Rate */
            win_rate: number | null;
            /** Trades */
            trades: number | null;
            /**
             * Pnl Cop
             * @description Of its trades, net of costs.
             */
            pnl_cop: number | null;
            /**
             * Holding Minutes
             * @description A trade, on average.
             */
            holding_minutes: number | null;
            /** @description What changed bars of its report after it was made; null: nothing, or its report was not kept. */
            bars_changed: components["schemas"]["BarsChanged"] | null;
        };
        /**
         * Evaluations
         * @description Every evaluation that was kept, newest first.
         */
        Evaluations: {
            /** Data */
            data: components["schemas"]["EvaluationRow"][];
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
         * Gate
         * @description One production gate.
         */
        Gate: {
            /**
             * Name
             * @description The same for programs, as `failed_gates` has it.
             */
            name: string;
            /** Title */
            title: string;
            /** Value */
            value: number | null;
            /** Threshold */
            threshold: number;
            /**
             * Operator
             * @description `≥`, `≤` or `>`: how the value must stand to the threshold.
             */
            operator: string;
            /**
             * Status
             * @description `passed` or `failed`; a value that cannot be known fails.
             */
            status: string;
            /** Description */
            description: string;
            /**
             * Reason
             * @description Why the value is null; empty otherwise.
             */
            reason: string;
            /**
             * Unit
             * @description `p`, `share`, `count`, `multiple` or `ms`.
             */
            unit: string;
            /**
             * Low
             * @description Lower end of the 95 % interval of what `measured` names.
             */
            low: number | null;
            /** High */
            high: number | null;
            /**
             * Measured
             * @description What the interval is of, with its unit; empty where there is none.
             */
            measured: string;
            /**
             * Needed
             * @description What would have had to be seen to pass; empty where it passed.
             */
            needed: string;
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
         * HeatCell
         * @description One weekday and quarter of an hour.
         */
        HeatCell: {
            /** Weekday */
            weekday: string;
            /**
             * Starts
             * @description Local time of the first decision in it.
             */
            starts: string;
            /** Trades */
            trades: number;
            /**
             * Sessions
             * @description Sessions with a decision in it.
             */
            sessions: number;
            /**
             * Bps
             * @description Mean net P&L of the trades entered in it, in basis points; null without a trade.
             */
            bps: number | null;
            /**
             * Exposure
             * @description Mean absolute position decided in it; null without a decision.
             */
            exposure: number | null;
        };
        /**
         * HeatMap
         * @description Return and exposure by time of day and weekday.
         */
        HeatMap: {
            /** Symbol */
            symbol: string;
            /**
             * Period Days
             * @description Calendar days asked for; the judged window heeds them not.
             */
            period_days: number;
            /** @description `judged`: the sessions of the verdict; `period`: those of the days asked for. */
            window: components["schemas"]["Window"];
            /**
             * Data Points
             * @description Sessions the figures are reckoned from.
             */
            data_points: number;
            /**
             * Timestamp
             * Format: date-time
             * @description Market time of the answer.
             * @example 2025-03-14T15:25:00Z
             */
            timestamp: string;
            model: components["schemas"]["ModelRef"];
            /**
             * Data Kind
             * @description `real`, `replay` or `synthetic`.
             */
            data_kind: string;
            /** @description `backtest`: the engine over sessions the model was not trained on; `paper`: its paper account. */
            basis: components["schemas"]["Basis"];
            /** First Session */
            first_session: string | null;
            /** Last Session */
            last_session: string | null;
            /** Cells */
            cells: components["schemas"]["HeatCell"][];
        };
        /**
         * Kpis
         * @description Performance, net of costs.
         */
        Kpis: {
            /**
             * Sharperatio
             * @example -0.35
             */
            sharpeRatio: number | null;
            /** Sortinoratio */
            sortinoRatio: number | null;
            /** Calmarratio */
            calmarRatio: number | null;
            /**
             * Maxdrawdown
             * @example 0.0068
             */
            maxDrawdown: number | null;
            /** Currentdrawdown */
            currentDrawdown: number | null;
            /** Profitfactor */
            profitFactor: number | null;
            /** Winrate */
            winRate: number | null;
            /** Cagr */
            cagr: number | null;
            /**
             * Volatility
             * @description A year.
             */
            volatility: number | null;
            /**
             * Benchmarkspread
             * @description Total return less that of holding one unit long through every session, after its costs.
             */
            benchmarkSpread: number | null;
        };
        /**
         * ModelRef
         * @description The model a figure is about.
         */
        ModelRef: {
            /** Version */
            version: number;
            /** Name */
            name: string;
            /**
             * Bundle Hash
             * @description SHA-256 of the bundle's file.
             */
            bundle_hash: string;
            /** Roles */
            roles: components["schemas"]["Alias"][];
        };
        /**
         * ModelRow
         * @description A registered bundle.
         */
        ModelRow: {
            judged_basis: components["schemas"]["Basis"] | null;
            /** Judged First */
            judged_first: string | null;
            /** Judged Last */
            judged_last: string | null;
            /** @description What changed bars that the verdict was made of, after it was made; null: nothing. Bars that come back heal it. */
            judged_on_changed: components["schemas"]["BarsChanged"] | null;
            /** Version */
            version: number;
            /** Name */
            name: string;
            /** Bundle Hash */
            bundle_hash: string;
            /** Roles */
            roles: components["schemas"]["Alias"][];
            /**
             * Held Before
             * @description Roles that a roll-back would give to it again.
             */
            held_before: components["schemas"]["Alias"][];
            /**
             * Badge
             * @description CHAMPION, CHALLENGER, SHADOW or NONE; with UNPROVEN where a gate refuses it or it was not judged, with STALE
             *     where something its verdict depends on has changed.
             */
            badge: string;
            /**
             * Registered At
             * Format: date-time
             * @example 2025-03-14T15:25:00Z
             */
            registered_at: string;
            /** Run Id */
            run_id: string;
            /**
             * Trained Here
             * @description Whether this home trained it; any other bundle is proven by sessions after its entry only.
             */
            trained_here: boolean;
            /**
             * Look
             * @description Number of the look that showed it; null before it was looked at.
             */
            look: number | null;
            /**
             * Level
             * @description Share of the error of its look or entry: what p must reach, or one over what the bets must.
             */
            level: number | null;
            /**
             * Entry
             * @description Number of its entry into the forward proof.
             */
            entry: number | null;
            /**
             * Stop
             * @description Loss of a session at which its position is left, share of the capital.
             */
            stop: number | null;
            /**
             * Stale
             * @description What is in force otherwise than when its verdict was made.
             */
            stale: string[];
            /**
             * @description What changed bars that it was trained or chosen on, after it was registered; null: nothing, or it was trained
             *     elsewhere. Bars that come back heal it.
             */
            bars_changed: components["schemas"]["BarsChanged"] | null;
            /**
             * Test First
             * @description First session that judges it; null where none does yet.
             */
            test_first: string | null;
            /** Test Last */
            test_last: string | null;
            /**
             * Failed Gates
             * @description Names of the gates that refuse it; null: not evaluated.
             */
            failed_gates: string[] | null;
            /**
             * Metrics
             * @description Of the sessions from `judged_first` to `judged_last`; null: not evaluated.
             */
            metrics: {
                [key: string]: number | null;
            } | null;
            /**
             * Intervals
             * @description Bootstrap intervals of some metrics; null: not evaluated.
             */
            intervals: {
                [key: string]: [
                    number | null,
                    number | null
                ];
            } | null;
            /**
             * Costs
             * @description Metrics at once, twice and three times the costs; null: not evaluated.
             */
            costs: {
                [key: string]: {
                    [key: string]: number | null;
                };
            } | null;
            /** Verdict */
            verdict: string | null;
        };
        /**
         * Models
         * @description All registered bundles, newest first.
         */
        Models: {
            /** Symbol */
            symbol: string;
            /** Data Kind */
            data_kind: string;
            /**
             * Timestamp
             * Format: date-time
             * @example 2025-03-14T15:25:00Z
             */
            timestamp: string;
            /** Data */
            data: components["schemas"]["ModelRow"][];
        };
        /**
         * NextLook
         * @description What the next look at these sessions would be, told before it is taken.
         */
        NextLook: {
            /** Number */
            number: number;
            /**
             * Level
             * @description What p must reach.
             */
            level: number;
            /**
             * Used Up
             * @description Whether the test set may not be looked at any more.
             */
            used_up: boolean;
            /** Test First */
            test_first: string | null;
            /** Test Last */
            test_last: string | null;
            /** Sessions */
            sessions: number;
        };
        /**
         * PerformanceKpis
         * @description Performance, net of costs.
         */
        PerformanceKpis: {
            /** Symbol */
            symbol: string;
            /**
             * Period Days
             * @description Calendar days asked for; the judged window heeds them not.
             */
            period_days: number;
            /** @description `judged`: the sessions of the verdict; `period`: those of the days asked for. */
            window: components["schemas"]["Window"];
            /**
             * Data Points
             * @description Sessions the figures are reckoned from.
             */
            data_points: number;
            /**
             * Timestamp
             * Format: date-time
             * @description Market time of the answer.
             * @example 2025-03-14T15:25:00Z
             */
            timestamp: string;
            model: components["schemas"]["ModelRef"];
            /**
             * Data Kind
             * @description `real`, `replay` or `synthetic`.
             */
            data_kind: string;
            /** @description `backtest`: the engine over sessions the model was not trained on; `paper`: its paper account. */
            basis: components["schemas"]["Basis"];
            /** First Session */
            first_session: string | null;
            /** Last Session */
            last_session: string | null;
            kpis: components["schemas"]["Kpis"];
            /** Reasons */
            reasons: {
                [key: string]: string;
            };
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
         * ProductionGates
         * @description The production gates, judged on the model's test part.
         */
        ProductionGates: {
            judged_basis: components["schemas"]["Basis"] | null;
            /** Judged First */
            judged_first: string | null;
            /** Judged Last */
            judged_last: string | null;
            /** @description What changed bars that the verdict was made of, after it was made; null: nothing. Bars that come back heal it. */
            judged_on_changed: components["schemas"]["BarsChanged"] | null;
            /** Symbol */
            symbol: string;
            /**
             * Timestamp
             * Format: date-time
             * @example 2025-03-14T15:25:00Z
             */
            timestamp: string;
            model: components["schemas"]["ModelRef"];
            /** Data Kind */
            data_kind: string;
            /** Production Ready */
            production_ready: boolean;
            /** Passing Gates */
            passing_gates: number;
            /** Total Gates */
            total_gates: number;
            /** Gates */
            gates: components["schemas"]["Gate"][];
            /**
             * Verdict
             * @description The evaluation in one sentence; null where the model was never evaluated.
             */
            verdict: string | null;
            /**
             * Rivals
             * @description Every baseline of the evaluation; empty where the model was never evaluated.
             */
            rivals: components["schemas"]["RivalRow"][];
        };
        /**
         * PromotionRequest
         * @description A change of role.
         */
        PromotionRequest: {
            /** @example challenger */
            alias: components["schemas"]["Alias"];
            /**
             * Reason
             * @example Passed every gate on 2025.
             */
            reason: string;
            /**
             * Override
             * @description Ask a second person to agree although gates refuse.
             * @default false
             */
            override: boolean;
        };
        /**
         * PromotionRow
         * @description A change of role that was asked for.
         */
        PromotionRow: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Version */
            version: number;
            /** Bundle Hash */
            bundle_hash: string;
            alias: components["schemas"]["Alias"];
            /**
             * Status
             * @description `applied`; `waiting` for a second person; `refused`.
             */
            status: string;
            /** Failed Gates */
            failed_gates: string[];
            /** Override */
            override: boolean;
            /** Reason */
            reason: string;
            /** Requested By */
            requested_by: string;
            /**
             * Requested At
             * Format: date-time
             * @example 2025-03-14T15:25:00Z
             */
            requested_at: string;
            /** Decided By */
            decided_by: string | null;
            /** Decided At */
            decided_at: string | null;
        };
        /**
         * Promotions
         * @description Every change of role that was asked for, newest first.
         */
        Promotions: {
            /** Data */
            data: components["schemas"]["PromotionRow"][];
        };
        /**
         * ReportList
         * @description Ids of the stored reports, newest last.
         */
        ReportList: {
            /** Data */
            data: string[];
            /**
             * Stale
             * @description Those of them that were made of other episodes than there are now, or of bars that are doubted.
             */
            stale: string[];
            /**
             * Bars Changed
             * @description By id: what changed the bars of a stale one. One that is stale and not in it was made by another version.
             */
            bars_changed: {
                [key: string]: components["schemas"]["BarsChanged"];
            };
        };
        /**
         * RiskMetrics
         * @description Empirical risk of one session, in pesos where not named a percentage.
         */
        RiskMetrics: {
            /** Symbol */
            symbol: string;
            /**
             * Period Days
             * @description Calendar days asked for; the judged window heeds them not.
             */
            period_days: number;
            /** @description `judged`: the sessions of the verdict; `period`: those of the days asked for. */
            window: components["schemas"]["Window"];
            /**
             * Data Points
             * @description Sessions the figures are reckoned from.
             */
            data_points: number;
            /**
             * Timestamp
             * Format: date-time
             * @description Market time of the answer.
             * @example 2025-03-14T15:25:00Z
             */
            timestamp: string;
            model: components["schemas"]["ModelRef"];
            /**
             * Data Kind
             * @description `real`, `replay` or `synthetic`.
             */
            data_kind: string;
            /** @description `backtest`: the engine over sessions the model was not trained on; `paper`: its paper account. */
            basis: components["schemas"]["Basis"];
            /** First Session */
            first_session: string | null;
            /** Last Session */
            last_session: string | null;
            /**
             * Portfoliovalue
             * @description Capital of one unit at the newest price plus all P&L, pesos.
             */
            portfolioValue: number | null;
            /**
             * Grossexposure
             * @description Dollars held, absolute.
             */
            grossExposure: number | null;
            /**
             * Netexposure
             * @description Dollars held: positive long.
             */
            netExposure: number | null;
            /**
             * Leverage
             * @description Gross exposure over the notional of one unit.
             */
            leverage: number | null;
            /** Portfoliovar95 */
            portfolioVaR95: number | null;
            /** Portfoliovar99 */
            portfolioVaR99: number | null;
            /** Portfoliovar95Percent */
            portfolioVaR95Percent: number | null;
            /** Expectedshortfall95 */
            expectedShortfall95: number | null;
            /** Portfoliovolatility */
            portfolioVolatility: number | null;
            /** Currentdrawdown */
            currentDrawdown: number | null;
            /** Maximumdrawdown */
            maximumDrawdown: number | null;
            /**
             * Timetoliquidate
             * @description Minutes: one bar, at whose close a position is left; 0 where there is none.
             */
            timeToLiquidate: number | null;
            /**
             * Bestcasescenario
             * @description Best session of the period, pesos.
             */
            bestCaseScenario: number | null;
            /** Worstcasescenario */
            worstCaseScenario: number | null;
            /** Stresstestresults */
            stressTestResults: components["schemas"]["StressRow"][];
            /** Reasons */
            reasons: {
                [key: string]: string;
            };
        };
        /**
         * RivalRow
         * @description A baseline beside the model over the test part: the paired difference of their session returns.
         */
        RivalRow: {
            /** Name */
            name: string;
            /**
             * Advantage Bps
             * @description Model less baseline, mean basis points a session; above zero the model is better.
             */
            advantage_bps: number | null;
            /**
             * Low Bps
             * @description Lower end of the bootstrap interval; null where there are too few sessions for one.
             */
            low_bps: number | null;
            /** High Bps */
            high_bps: number | null;
            /**
             * Beats
             * @description Whether the lower end is above zero: the only sense in which the model beats it.
             */
            beats: boolean;
        };
        /**
         * RlBaseline
         * @description How a baseline acts over the same sessions at the same costs.
         */
        RlBaseline: {
            /** Name */
            name: string;
            metrics: components["schemas"]["RlFigures"];
            /** Reasons */
            reasons: {
                [key: string]: string;
            };
        };
        /**
         * RlFigures
         * @description How the policy acts.
         */
        RlFigures: {
            /**
             * Tradesperepisode
             * @description Trades a session.
             */
            tradesPerEpisode: number | null;
            /**
             * Avgholding
             * @description Bars a trade is held.
             */
            avgHolding: number | null;
            actionBalance: components["schemas"]["ActionBalance"];
            /**
             * Spreadpaid
             * @description Spread and slippage paid, share of the capital, over the whole period.
             */
            spreadPaid: number | null;
            /**
             * Exposure
             * @description Mean absolute position, in units of the notional.
             */
            exposure: number | null;
            /** Meanposition */
            meanPosition: number | null;
            /**
             * Turnover
             * @description Units of position changed a session.
             */
            turnover: number | null;
            /**
             * Meansessionbps
             * @description Mean net return of a session, in basis points.
             */
            meanSessionBps: number | null;
            /**
             * Totalreturn
             * @description Sum of the session returns.
             */
            totalReturn: number | null;
        };
        /**
         * RlMetrics
         * @description How the policy acts.
         */
        RlMetrics: {
            /** Symbol */
            symbol: string;
            /**
             * Period Days
             * @description Calendar days asked for; the judged window heeds them not.
             */
            period_days: number;
            /** @description `judged`: the sessions of the verdict; `period`: those of the days asked for. */
            window: components["schemas"]["Window"];
            /**
             * Data Points
             * @description Sessions the figures are reckoned from.
             */
            data_points: number;
            /**
             * Timestamp
             * Format: date-time
             * @description Market time of the answer.
             * @example 2025-03-14T15:25:00Z
             */
            timestamp: string;
            model: components["schemas"]["ModelRef"];
            /**
             * Data Kind
             * @description `real`, `replay` or `synthetic`.
             */
            data_kind: string;
            /** @description `backtest`: the engine over sessions the model was not trained on; `paper`: its paper account. */
            basis: components["schemas"]["Basis"];
            /** First Session */
            first_session: string | null;
            /** Last Session */
            last_session: string | null;
            metrics: components["schemas"]["RlFigures"];
            /** Reasons */
            reasons: {
                [key: string]: string;
            };
            /**
             * Baselines
             * @description Empty on the basis `paper`.
             */
            baselines: components["schemas"]["RlBaseline"][];
        };
        /**
         * RollbackDone
         * @description Who has the role again.
         */
        RollbackDone: {
            alias: components["schemas"]["Alias"];
            /** Version */
            version: number;
        };
        /**
         * RollbackRequest
         * @description Give a role back.
         */
        RollbackRequest: {
            alias: components["schemas"]["Alias"];
            /** Reason */
            reason: string;
        };
        /**
         * SessionPnl
         * @description P&L of one session.
         */
        SessionPnl: {
            /** Symbol */
            symbol: string;
            /**
             * Period Days
             * @description Calendar days asked for; the judged window heeds them not.
             */
            period_days: number;
            /** @description `judged`: the sessions of the verdict; `period`: those of the days asked for. */
            window: components["schemas"]["Window"];
            /**
             * Data Points
             * @description Sessions the figures are reckoned from.
             */
            data_points: number;
            /**
             * Timestamp
             * Format: date-time
             * @description Market time of the answer.
             * @example 2025-03-14T15:25:00Z
             */
            timestamp: string;
            model: components["schemas"]["ModelRef"];
            /**
             * Data Kind
             * @description `real`, `replay` or `synthetic`.
             */
            data_kind: string;
            /** @description `backtest`: the engine over sessions the model was not trained on; `paper`: its paper account. */
            basis: components["schemas"]["Basis"];
            /** First Session */
            first_session: string | null;
            /** Last Session */
            last_session: string | null;
            /**
             * Session Date
             * Format: date
             */
            session_date: string;
            /**
             * Session Open
             * @description First present close, pesos a dollar.
             */
            session_open: number | null;
            /**
             * Session Close
             * @description Price of the last fill of the session; null where it did not trade.
             */
            session_close: number | null;
            /**
             * Session Pnl
             * @description Pesos, net of costs.
             */
            session_pnl: number | null;
            /**
             * Session Pnl Usd
             * @description The same in dollars at the session's first price.
             */
            session_pnl_usd: number | null;
            /**
             * Session Pnl Percent
             * @description On the session's capital, as a fraction.
             */
            session_pnl_percent: number | null;
            /** Has Data */
            has_data: boolean;
        };
        /**
         * Status
         * @description How a component, or the whole service, is.
         * @enum {string}
         */
        Status: "ok" | "degraded" | "down";
        /**
         * StressRow
         * @description What a sudden move would do to the newest position.
         */
        StressRow: {
            /** Scenario */
            scenario: string;
            /**
             * Move
             * @description Of the price, as a fraction.
             */
            move: number;
            /** Pnl Cop */
            pnl_cop: number;
        };
        /**
         * TradeDistribution
         * @description How trades ended, net of costs.
         */
        TradeDistribution: {
            /** Symbol */
            symbol: string;
            /**
             * Period Days
             * @description Calendar days asked for; the judged window heeds them not.
             */
            period_days: number;
            /** @description `judged`: the sessions of the verdict; `period`: those of the days asked for. */
            window: components["schemas"]["Window"];
            /**
             * Data Points
             * @description Sessions the figures are reckoned from.
             */
            data_points: number;
            /**
             * Timestamp
             * Format: date-time
             * @description Market time of the answer.
             * @example 2025-03-14T15:25:00Z
             */
            timestamp: string;
            model: components["schemas"]["ModelRef"];
            /**
             * Data Kind
             * @description `real`, `replay` or `synthetic`.
             */
            data_kind: string;
            /** @description `backtest`: the engine over sessions the model was not trained on; `paper`: its paper account. */
            basis: components["schemas"]["Basis"];
            /** First Session */
            first_session: string | null;
            /** Last Session */
            last_session: string | null;
            /** Trades */
            trades: number;
            /**
             * Edges Bps
             * @description Edges of the bins in basis points of the session's capital; the outermost bins hold all beyond.
             */
            edges_bps: number[];
            /** Counts */
            counts: number[];
            /**
             * By Hour
             * @description Trades by local hour of entry.
             */
            by_hour: {
                [key: string]: number;
            };
            /** By Weekday */
            by_weekday: {
                [key: string]: number;
            };
            /**
             * Winners
             * @description Trades that earned something, net of costs.
             */
            winners: number;
            /** Mean Bps */
            mean_bps: number | null;
            /** Median Bps */
            median_bps: number | null;
            /** Best Bps */
            best_bps: number | null;
            /** Worst Bps */
            worst_bps: number | null;
            /** Reasons */
            reasons: {
                [key: string]: string;
            };
        };
        /**
         * TrainingRow
         * @description A training run, of one seed.
         */
        TrainingRow: {
            /** Run Id */
            run_id: string;
            /** Name */
            name: string;
            /**
             * Group
             * @description Runs of one configuration share it; they differ by seed.
             */
            group: string;
            /** Seed */
            seed: string | null;
            /**
             * Versions
             * @description Registered bundles that came of it; none: another seed was shipped.
             */
            versions: number[];
            /** Params */
            params: {
                [key: string]: string;
            };
            /** Metrics */
            metrics: {
                [key: string]: number;
            };
            /** Tags */
            tags: {
                [key: string]: string;
            };
        };
        /**
         * TrainingRuns
         * @description Every tracked training run, newest first.
         */
        TrainingRuns: {
            /** Data */
            data: components["schemas"]["TrainingRow"][];
        };
        /**
         * TrialRow
         * @description One bundle of one look at the test set; an evaluation of an earlier version names no bundle.
         */
        TrialRow: {
            /**
             * Number
             * @description Which look at these sessions it was.
             */
            number: number;
            /**
             * Level
             * @description Its share of the error: what p must reach.
             */
            level: number;
            /**
             * Kind
             * @description `trial`, `batch`: declared together, or `earlier`: of a version that kept no series.
             */
            kind: string;
            /** Bundle Hash */
            bundle_hash: string | null;
            /**
             * Chosen
             * @description Whether it is the model asked about.
             */
            chosen: boolean;
            /**
             * Test First
             * Format: date
             */
            test_first: string;
            /**
             * Test Last
             * Format: date
             */
            test_last: string;
            /** Sessions */
            sessions: number;
            /**
             * Sharpe
             * @description A year; null where the returns did not vary or were not kept.
             */
            sharpe: number | null;
            /** Actor */
            actor: string;
            /**
             * Looked At
             * Format: date-time
             * @example 2025-03-14T15:25:00Z
             */
            looked_at: string;
        };
        /**
         * Trials
         * @description All looks at the sessions that judge a model, and what they do to its Sharpe ratio.
         */
        Trials: {
            /** Trials */
            trials: number;
            /**
             * Sharpe
             * @description Of the model on the sessions that judge it; null before it was looked at.
             */
            sharpe: number | null;
            /**
             * Deflated Sharpe
             * @description Probability that it is not the luck of the best of all trials: a figure, no gate.
             */
            deflated_sharpe: number | null;
            /**
             * Hurdle
             * @description Sharpe ratio a year that the best of so many worthless trials is expected to show.
             */
            hurdle: number | null;
            /** Reasons */
            reasons: {
                [key: string]: string;
            };
            next_look: components["schemas"]["NextLook"];
            /**
             * Others
             * @description What this ledger cannot know.
             */
            others: string;
            /** Data */
            data: components["schemas"]["TrialRow"][];
        };
        /**
         * Window
         * @description Which sessions a figure is of.
         * @enum {string}
         */
        Window: "judged" | "period";
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
    rl_api_analytics_rl_metrics_get: {
        parameters: {
            query?: {
                /** @description A configured symbol. */
                symbol?: string;
                /** @description A version, or `champion`, `challenger`, `shadow`; none: the champion, else the challenger, else the newest. */
                model?: string | null;
                /** @description Calendar days back from the newest session. */
                period_days?: number;
                /** @description Which ledger: the engine's over unseen sessions, or paper. */
                basis?: components["schemas"]["Basis"];
                /** @description Which sessions: those that judge the model, or a period of days. */
                window?: components["schemas"]["Window"];
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
                    "application/json": components["schemas"]["RlMetrics"];
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
    performance_api_analytics_performance_kpis_get: {
        parameters: {
            query?: {
                /** @description A configured symbol. */
                symbol?: string;
                /** @description A version, or `champion`, `challenger`, `shadow`; none: the champion, else the challenger, else the newest. */
                model?: string | null;
                /** @description Calendar days back from the newest session. */
                period_days?: number;
                /** @description Which ledger: the engine's over unseen sessions, or paper. */
                basis?: components["schemas"]["Basis"];
                /** @description Which sessions: those that judge the model, or a period of days. */
                window?: components["schemas"]["Window"];
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
                    "application/json": components["schemas"]["PerformanceKpis"];
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
    session_pnl_api_analytics_session_pnl_get: {
        parameters: {
            query?: {
                /** @description A session; none: the newest of the period. */
                session_date?: string | null;
                /** @description A configured symbol. */
                symbol?: string;
                /** @description A version, or `champion`, `challenger`, `shadow`; none: the champion, else the challenger, else the newest. */
                model?: string | null;
                /** @description Calendar days back from the newest session. */
                period_days?: number;
                /** @description Which ledger: the engine's over unseen sessions, or paper. */
                basis?: components["schemas"]["Basis"];
                /** @description Which sessions: those that judge the model, or a period of days. */
                window?: components["schemas"]["Window"];
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
                    "application/json": components["schemas"]["SessionPnl"];
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
    risk_metrics_api_analytics_risk_metrics_get: {
        parameters: {
            query?: {
                /** @description A configured symbol. */
                symbol?: string;
                /** @description A version, or `champion`, `challenger`, `shadow`; none: the champion, else the challenger, else the newest. */
                model?: string | null;
                /** @description Calendar days back from the newest session. */
                period_days?: number;
                /** @description Which ledger: the engine's over unseen sessions, or paper. */
                basis?: components["schemas"]["Basis"];
                /** @description Which sessions: those that judge the model, or a period of days. */
                window?: components["schemas"]["Window"];
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
                    "application/json": components["schemas"]["RiskMetrics"];
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
    trade_distribution_api_analytics_trade_distribution_get: {
        parameters: {
            query?: {
                /** @description A configured symbol. */
                symbol?: string;
                /** @description A version, or `champion`, `challenger`, `shadow`; none: the champion, else the challenger, else the newest. */
                model?: string | null;
                /** @description Calendar days back from the newest session. */
                period_days?: number;
                /** @description Which ledger: the engine's over unseen sessions, or paper. */
                basis?: components["schemas"]["Basis"];
                /** @description Which sessions: those that judge the model, or a period of days. */
                window?: components["schemas"]["Window"];
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
                    "application/json": components["schemas"]["TradeDistribution"];
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
    equity_lines_api_analytics_equity_get: {
        parameters: {
            query?: {
                /** @description A configured symbol. */
                symbol?: string;
                /** @description A version, or `champion`, `challenger`, `shadow`; none: the champion, else the challenger, else the newest. */
                model?: string | null;
                /** @description Calendar days back from the newest session. */
                period_days?: number;
                /** @description Which ledger: the engine's over unseen sessions, or paper. */
                basis?: components["schemas"]["Basis"];
                /** @description Which sessions: those that judge the model, or a period of days. */
                window?: components["schemas"]["Window"];
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
                    "application/json": components["schemas"]["Equity"];
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
    heatmap_api_analytics_heatmap_get: {
        parameters: {
            query?: {
                /** @description A configured symbol. */
                symbol?: string;
                /** @description A version, or `champion`, `challenger`, `shadow`; none: the champion, else the challenger, else the newest. */
                model?: string | null;
                /** @description Calendar days back from the newest session. */
                period_days?: number;
                /** @description Which ledger: the engine's over unseen sessions, or paper. */
                basis?: components["schemas"]["Basis"];
                /** @description Which sessions: those that judge the model, or a period of days. */
                window?: components["schemas"]["Window"];
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
                    "application/json": components["schemas"]["HeatMap"];
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
    diagnosis_api_analytics_diagnosis_get: {
        parameters: {
            query?: {
                /** @description A configured symbol. */
                symbol?: string;
                /** @description A version, or `champion`, `challenger`, `shadow`; none: the champion, else the challenger, else the newest. */
                model?: string | null;
                /** @description Calendar days back from the newest session. */
                period_days?: number;
                /** @description Which ledger: the engine's over unseen sessions, or paper. */
                basis?: components["schemas"]["Basis"];
                /** @description Which sessions: those that judge the model, or a period of days. */
                window?: components["schemas"]["Window"];
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
                    "application/json": components["schemas"]["Diagnosis"];
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
    models_api_analytics_models_get: {
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
                    "application/json": components["schemas"]["Models"];
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
    production_gates_api_analytics_production_gates_get: {
        parameters: {
            query?: {
                /** @description A configured symbol. */
                symbol?: string;
                /** @description A version, or `champion`, `challenger`, `shadow`; none: the champion, else the challenger, else the newest. */
                model?: string | null;
                /** @description Calendar days back from the newest session. */
                period_days?: number;
                /** @description Which ledger: the engine's over unseen sessions, or paper. */
                basis?: components["schemas"]["Basis"];
                /** @description Which sessions: those that judge the model, or a period of days. */
                window?: components["schemas"]["Window"];
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
                    "application/json": components["schemas"]["ProductionGates"];
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
    runs_api_analytics_runs_get: {
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
                    "application/json": components["schemas"]["TrainingRuns"];
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
    trials_api_analytics_trials_get: {
        parameters: {
            query?: {
                /** @description A configured symbol. */
                symbol?: string;
                /** @description A version, or `champion`, `challenger`, `shadow`; none: the champion, else the challenger, else the newest. */
                model?: string | null;
                /** @description Calendar days back from the newest session. */
                period_days?: number;
                /** @description Which ledger: the engine's over unseen sessions, or paper. */
                basis?: components["schemas"]["Basis"];
                /** @description Which sessions: those that judge the model, or a period of days. */
                window?: components["schemas"]["Window"];
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
                    "application/json": components["schemas"]["Trials"];
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
    evaluations_api_analytics_evaluations_get: {
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
                    "application/json": components["schemas"]["Evaluations"];
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
    court_api_analytics_court_get: {
        parameters: {
            query?: {
                /** @description A configured symbol. */
                symbol?: string;
                /** @description A version, or `champion`, `challenger`, `shadow`; none: the champion, else the challenger, else the newest. */
                model?: string | null;
                /** @description Calendar days back from the newest session. */
                period_days?: number;
                /** @description Which ledger: the engine's over unseen sessions, or paper. */
                basis?: components["schemas"]["Basis"];
                /** @description Which sessions: those that judge the model, or a period of days. */
                window?: components["schemas"]["Window"];
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
                    "application/json": components["schemas"]["Court"];
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
    reports_api_analytics_reports_get: {
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
                    "application/json": components["schemas"]["ReportList"];
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
    report_api_analytics_reports__report_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id of `reports`. */
                report_id: string;
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
                    "application/json": Record<string, never>;
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
    report_pdf_api_analytics_reports__report_id__pdf_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id of `reports`. */
                report_id: string;
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
    promote_api_analytics_models__version__promotions_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Version of the registered model. */
                version: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PromotionRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromotionRow"];
                };
            };
            /** @description It waits for a second person. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromotionRow"];
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
    promotions_api_analytics_promotions_get: {
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
                    "application/json": components["schemas"]["Promotions"];
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
    approve_api_analytics_promotions__promotion_id__approve_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                promotion_id: string;
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
                    "application/json": components["schemas"]["PromotionRow"];
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
    refuse_api_analytics_promotions__promotion_id__refuse_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                promotion_id: string;
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
                    "application/json": components["schemas"]["PromotionRow"];
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
    rollback_api_analytics_models_rollback_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RollbackRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RollbackDone"];
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
