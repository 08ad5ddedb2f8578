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
    "/api/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How the service is, and whether the market is open
         * @description Open to everybody, like `/health`.
         */
        get: operations["health_api_health_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/latest/{symbol}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The newest price
         * @description A closed market answers with its last price and the price's age.
         */
        get: operations["latest_api_latest__symbol__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/candlesticks/{symbol}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Bars with indicators
         * @description The newest `limit` bars of the range, oldest first.
         *
         *     A bar belongs to the range in which it opens. A longer bar never spans two sessions. Five-minute bars carry the
         *     stored indicators (null until layer L2 has seen the bar), longer ones those computed on bars of their own. Old
         *     ranges come from the object store unasked.
         */
        get: operations["candlesticks_api_candlesticks__symbol__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/market/historical": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Bars with indicators, the symbol in the query
         * @description The same as `/api/candlesticks/{symbol}`.
         */
        get: operations["historical_api_market_historical_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stats/{symbol}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The last 24 hours
         * @description The 24 hours before the newest price: of a closed market, its last session.
         */
        get: operations["stats_api_stats__symbol__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/market/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether prices come as they should
         * @description Age of the newest price, and bars of today that are missing.
         */
        get: operations["market_health_api_market_health_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/predictions/{symbol}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the deployed bundles said
         * @description Newest first, page by page.
         */
        get: operations["predictions_api_predictions__symbol__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/trading/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Orders, newest first
         * @description Page by page: orders that arrive meanwhile shift nothing.
         */
        get: operations["orders_api_trading_orders_get"];
        put?: never;
        /**
         * Send an order
         * @description 201 is given after the order was committed, so it survives whatever comes.
         *
         *     The same order sent again answers 200; another one with the same `client_order_id` 409. A refusal is a 409 whose
         *     `code` names the rule: `HALTED`, `REDUCE_ONLY`, `MARKET_CLOSED`, `STALE_QUOTE`, `ORDER_LIMIT` and so on.
         */
        post: operations["place_api_trading_orders_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/trading/orders/{order_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One order
         * @description An order and what became of it.
         */
        get: operations["order_api_trading_orders__order_id__get"];
        put?: never;
        post?: never;
        /**
         * Cancel an order
         * @description Cancelling a cancelled order changes nothing; one that was filled or expired is a 409 (`ORDER_CLOSED`).
         */
        delete: operations["cancel_api_trading_orders__order_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/trading/fills": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Fills, newest first
         * @description Page by page: everything that was earned or lost comes from these rows.
         */
        get: operations["fills_api_trading_fills_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/trading/positions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Positions of all accounts
         * @description Reckoned from fills; flat ones are listed too.
         */
        get: operations["positions_api_trading_positions_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/trading/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Paper accounts and what they earned
         * @description Net of costs, open positions at the newest quote.
         */
        get: operations["accounts_api_trading_accounts_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/trading/limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What an order must keep to, and what it costs
         * @description The settings by which orders are refused and fills are charged, for whoever shows the risk before it is taken.
         */
        get: operations["limits_api_trading_limits_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/trading/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What may be traded
         * @description 404 with the code `NOTHING_YET` where it was never set: then nothing is accepted.
         */
        get: operations["state_api_trading_state_get"];
        /**
         * Halt, reduce or resume trading
         * @description A trader may tighten (`REDUCE_ONLY`, `HALTED`), an operator may also loosen.
         *
         *     Once this has answered, no order has been accepted or filled since that the new state forbids; working orders
         *     that it forbids are cancelled.
         */
        put: operations["change_state_api_trading_state_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in
         * @description Name and password for an access token (15 minutes) and a refresh token, as OAuth2's password flow.
         *
         *     An unknown name, a wrong password and a deactivated user get the same answer. Attempts are limited, by
         *     address and by name.
         */
        post: operations["token_api_auth_token_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Renew the tokens
         * @description A refresh token for the next pair of tokens; it is used up.
         *
         *     Used again within 10 seconds (by a second tab) it gives the same successor; later its sign-in is ended, for
         *     somebody else may hold it.
         */
        post: operations["refresh_api_auth_refresh_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign out
         * @description End the sign-in: its access and refresh tokens are worthless within two seconds.
         */
        post: operations["logout_api_auth_logout_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who am I
         * @description Whom the token belongs to, and what he may.
         */
        get: operations["whoami_api_auth_me_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change my password
         * @description Give oneself a new password of at least 12 characters. Every sign-in ends, this one too.
         */
        put: operations["own_password_api_auth_password_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All users
         * @description Everybody who may, or might, sign in.
         */
        get: operations["users_api_auth_users_get"];
        put?: never;
        /**
         * Add a user
         * @description Add a user with a first password of at least 12 characters.
         */
        post: operations["add_user_api_auth_users_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/users/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a user
         * @description Give other roles or another password, deactivate or activate; the user's sign-ins end.
         */
        patch: operations["change_user_api_auth_users__name__patch"];
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * AccountBody
         * @description A paper account, and what it earned, net of costs.
         */
        AccountBody: {
            /** Id */
            id: string;
            /**
             * Kind
             * @description `main`, `manual` or `policy`: the account of a deployed role.
             * @example manual
             */
            kind: string;
            /**
             * Opened At
             * Format: date-time
             * @example 2025-03-14T15:25:00Z
             */
            opened_at: string;
            /** Pnl Today Cop */
            pnl_today_cop: number;
            /** Pnl Cop */
            pnl_cop: number;
            /** Pnl Usd */
            pnl_usd: number;
        };
        /**
         * Accounts
         * @description All paper accounts.
         */
        Accounts: {
            /**
             * Timestamp
             * Format: date-time
             * @example 2025-03-14T15:25:00Z
             */
            timestamp: string;
            /** Data */
            data: components["schemas"]["AccountBody"][];
        };
        /**
         * Alias
         * @description The deployed roles of a bundle.
         * @enum {string}
         */
        Alias: "champion" | "challenger" | "shadow";
        /**
         * BarState
         * @description How final a bar is; an upsert never lowers it.
         * @enum {string}
         */
        BarState: "forming" | "final" | "revised";
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
         * Candle
         * @description A bar. Indicators are left out where they are not asked for, and null while they warm up.
         */
        Candle: {
            /**
             * Time
             * @description Opening instant, epoch milliseconds.
             * @example 1741964100000
             */
            time: number;
            /**
             * Open
             * @example 4107.25
             */
            open: number;
            /**
             * High
             * @example 4107.25
             */
            high: number;
            /**
             * Low
             * @example 4107.25
             */
            low: number;
            /**
             * Close
             * @example 4107.25
             */
            close: number;
            /**
             * Volume
             * @description Null: the feed has none.
             */
            volume: number | null;
            /**
             * Ema 20
             * @example 4105.61
             */
            ema_20?: number | null;
            /**
             * Ema 50
             * @example 4105.61
             */
            ema_50?: number | null;
            /**
             * Sma 10
             * @example 4105.61
             */
            sma_10?: number | null;
            /**
             * Sma 20
             * @example 4105.61
             */
            sma_20?: number | null;
            /**
             * Rsi
             * @description RSI 14 (Wilder), 0 to 100.
             * @example 4105.61
             */
            rsi?: number | null;
            /**
             * Macd
             * @example 4105.61
             */
            macd?: number | null;
            /**
             * Macd Signal
             * @example 4105.61
             */
            macd_signal?: number | null;
            /**
             * Bb Upper
             * @example 4105.61
             */
            bb_upper?: number | null;
            /**
             * Bb Middle
             * @example 4105.61
             */
            bb_middle?: number | null;
            /**
             * Bb Lower
             * @example 4105.61
             */
            bb_lower?: number | null;
            /** @description `forming`: not complete yet; `revised`: the vendor corrected it. */
            state: components["schemas"]["BarState"];
        };
        /**
         * Candles
         * @description The newest bars of a range, oldest first, and what is missing among them.
         */
        Candles: {
            /** Symbol */
            symbol: string;
            timeframe: components["schemas"]["Timeframe"];
            /**
             * Start Date
             * @description Start of the range: as asked for, else the first bar; null: there is none.
             */
            start_date: string | null;
            /**
             * End Date
             * Format: date-time
             * @description End of the range: as asked for, else now.
             * @example 2025-03-14T15:25:00Z
             */
            end_date: string;
            /** Count */
            count: number;
            /** Data */
            data: components["schemas"]["Candle"][];
            /** Gaps */
            gaps: components["schemas"]["GapBody"][];
        };
        /**
         * ChangedUser
         * @description What is to be changed of a user; what is left out stays.
         */
        ChangedUser: {
            /** Roles */
            roles?: components["schemas"]["Role"][] | null;
            /** Active */
            active?: boolean | null;
            /** Password */
            password?: string | null;
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
         * DataRange
         * @description How far the stored five-minute bars reach, cold store included.
         */
        DataRange: {
            /** From */
            from: string | null;
            /** To */
            to: string | null;
            /** Data Points */
            data_points: number;
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
         * Freshness
         * @description How much a price is worth now.
         * @enum {string}
         */
        Freshness: "live" | "delayed" | "stale" | "closed";
        /**
         * GapBody
         * @description Expected bars in a row that are missing; a gap never spans two sessions.
         */
        GapBody: {
            /**
             * Start
             * Format: date-time
             * @description Opening of the first missing bar.
             * @example 2025-03-14T15:25:00Z
             */
            start: string;
            /**
             * End
             * Format: date-time
             * @description Close of the last.
             * @example 2025-03-14T15:25:00Z
             */
            end: string;
            /** Bars */
            bars: number;
            reason: components["schemas"]["GapReason"];
        };
        /**
         * GapReason
         * @description Why an expected bar is not there.
         * @enum {string}
         */
        GapReason: "missing" | "quarantined" | "not_yet";
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
         * Latest
         * @description The newest price. `bid` and `ask` are quotes or null, never a bar's low and high.
         */
        Latest: {
            /**
             * Symbol
             * @example USDCOP
             */
            symbol: string;
            /**
             * Price
             * @example 4107.25
             */
            price: number;
            /**
             * Timestamp
             * Format: date-time
             * @description When the price was received, or the close of its bar.
             * @example 2025-03-14T15:25:00Z
             */
            timestamp: string;
            /**
             * Open
             * @description Of the newest bar, as are `high`, `low`, `close` and `volume`; null where there is no bar.
             */
            open: number | null;
            /** High */
            high: number | null;
            /** Low */
            low: number | null;
            /** Close */
            close: number | null;
            /**
             * Volume
             * @description Null: the feed has none.
             */
            volume: number | null;
            /** Bid */
            bid: number | null;
            /** Ask */
            ask: number | null;
            /**
             * Spread
             * @description `ask` less `bid`.
             */
            spread: number | null;
            /**
             * Source
             * @example realtime
             */
            source: string;
            state: components["schemas"]["Freshness"];
            /**
             * Age Seconds
             * @description Age of the price, in market time.
             * @example 3.2
             */
            age_seconds: number;
            /**
             * Seq
             * @description Number of the newest event in the market's stream; null where the stream is empty or away.
             */
            seq: number | null;
        };
        /**
         * LimitsBody
         * @description What the order of a person must keep to, and what its fill costs: the settings this service runs with.
         */
        LimitsBody: {
            /**
             * Account
             * @description The one that people trade.
             * @example manual
             */
            account: string;
            /**
             * Order Usd
             * @description Largest single order; what reduces may be as large as the position.
             * @example 250000
             */
            order_usd: number;
            /**
             * Position Usd
             * @description Largest position of an account, either way, all its working orders filled.
             * @example 500000
             */
            position_usd: number;
            /**
             * Daily Loss Cop
             * @description Loss of an account in a session, open positions at the newest quote, from which on it only reduces.
             * @example 20000000
             */
            daily_loss_cop: number;
            /**
             * Working Orders
             * @description Most working orders of an account.
             * @example 200
             */
            working_orders: number;
            /**
             * Quote Age Seconds
             * @description A quote older than this, and than three planned polls, carries no new risk.
             * @example 30
             */
            quote_age_seconds: number;
            /**
             * Half Spread Bps
             * @description What crossing from the price to the bid or the ask costs where none is quoted, in basis points.
             * @example 2.5
             */
            half_spread_bps: number;
            /**
             * Slippage Bps
             * @description Charged beside the price of a fill, in basis points of it; with the spread it is what the fill costs.
             * @example 0.5
             */
            slippage_bps: number;
        };
        /**
         * MarketEvent
         * @description What happens next to a market.
         * @enum {string}
         */
        MarketEvent: "market_open" | "market_close";
        /**
         * MarketHealth
         * @description Whether prices come as they should.
         */
        MarketHealth: {
            /** Symbol */
            symbol: string;
            status: components["schemas"]["Status"];
            /**
             * Cause
             * @description Why, where it is not well.
             */
            cause: string | null;
            /** Next Step */
            next_step: string | null;
            market_status: components["schemas"]["MarketStatus"];
            /**
             * Closed Because
             * @description Why there is no session today: the weekend or the holiday's name.
             * @example weekend
             */
            closed_because: string | null;
            /** @description Of the newest price; null: there is none. */
            state: components["schemas"]["Freshness"] | null;
            /** Price At */
            price_at: string | null;
            /** Age Seconds */
            age_seconds: number | null;
            /**
             * Last Bar
             * @description Opening of the newest bar.
             */
            last_bar: string | null;
            /**
             * Expected Bars
             * @description Bars of today's session that have closed.
             */
            expected_bars: number;
            /**
             * Missing Bars
             * @description Those of them that are not there.
             */
            missing_bars: number;
        };
        /**
         * MarketStatus
         * @description Whether the market is open, and what comes next.
         */
        MarketStatus: {
            /** Is Open */
            is_open: boolean;
            /**
             * Current Time
             * Format: date-time
             * @description Market time: simulated in a replay.
             * @example 2025-03-14T15:25:00Z
             */
            current_time: string;
            /**
             * Timezone
             * @example America/Bogota
             */
            timezone: string;
            /**
             * Trading Hours
             * @description In the market's time zone; the last bar opens five minutes before the end.
             * @example 08:00-13:00
             */
            trading_hours: string;
            /**
             * Trading Days
             * @example Monday-Friday, except Colombian holidays
             */
            trading_days: string;
            /**
             * Next Event
             * Format: date-time
             * @example 2025-03-14T15:25:00Z
             */
            next_event: string;
            next_event_type: components["schemas"]["MarketEvent"];
            /**
             * Time To Next Event
             * @description Seconds of market time.
             * @example 5400
             */
            time_to_next_event: number;
        };
        /**
         * Me
         * @description Who a token belongs to.
         */
        Me: {
            /** Name */
            name: string;
            /** Roles */
            roles: components["schemas"]["Role"][];
            /**
             * Sign In
             * Format: uuid
             * @description Which sign-in the token is of.
             */
            sign_in: string;
            /**
             * Expires At
             * Format: date-time
             * @description When the access token ends (real time).
             * @example 2025-03-14T15:25:00Z
             */
            expires_at: string;
        };
        /**
         * NewOrder
         * @description An order. A limit order has a `limit_price`, a stop order a `stop_price`, a market order neither.
         */
        NewOrder: {
            /**
             * Account
             * @default manual
             * @example manual
             */
            account: string;
            /**
             * Client Order Id
             * @description Chosen by the client, once for each order: sent again, it has no second effect.
             * @example desk-1-0001
             */
            client_order_id: string;
            /**
             * Symbol
             * @example USDCOP
             */
            symbol: string;
            side: components["schemas"]["Side"];
            type: components["schemas"]["OrderType"];
            /**
             * Quantity Usd
             * @description Dollars, more than zero, whole cents.
             * @example 50000
             */
            quantity_usd: number;
            /**
             * Limit Price
             * @description Pesos a dollar.
             * @example null
             */
            limit_price?: number | null;
            /**
             * Stop Price
             * @description Pesos a dollar.
             * @example null
             */
            stop_price?: number | null;
            /** @default day */
            time_in_force: components["schemas"]["TimeInForce"];
            /**
             * Reduce Only
             * @description Refused where it could make the position larger.
             * @default false
             */
            reduce_only: boolean;
        };
        /**
         * NewUser
         * @description A user to be added.
         */
        NewUser: {
            /**
             * Name
             * @example maria
             */
            name: string;
            /**
             * Password
             * Format: password
             * @example four words at random
             */
            password: string;
            /**
             * Roles
             * @example [
             *       "trader",
             *       "viewer"
             *     ]
             */
            roles: components["schemas"]["Role"][];
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
        /** Page[FillBody] */
        Page_FillBody_: {
            /**
             * Data
             * @description The rows, in the order of the list.
             */
            data: components["schemas"]["FillBody"][];
            /**
             * Next Cursor
             * @description Where the next page starts; null: this is the last.
             */
            next_cursor: string | null;
        };
        /** Page[OrderBody] */
        Page_OrderBody_: {
            /**
             * Data
             * @description The rows, in the order of the list.
             */
            data: components["schemas"]["OrderBody"][];
            /**
             * Next Cursor
             * @description Where the next page starts; null: this is the last.
             */
            next_cursor: string | null;
        };
        /**
         * PasswordChange
         * @description One's own password.
         */
        PasswordChange: {
            /**
             * Old
             * Format: password
             * @example four words at random
             */
            old: string;
            /**
             * New
             * Format: password
             * @example four words at random
             */
            new: string;
        };
        /**
         * PositionBody
         * @description What an account holds of a symbol, reckoned from its fills.
         */
        PositionBody: {
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
            /**
             * Quantity Usd
             * @description Positive long, negative short, 0 flat.
             */
            quantity_usd: number;
            /**
             * Average Price
             * @description Null where it is flat.
             */
            average_price: number | null;
            /**
             * Realised Cop
             * @description Of closed trades, net of costs.
             */
            realised_cop: number;
            /**
             * Unrealised Cop
             * @description At the newest quote, before the cost of closing; null where there is no quote.
             */
            unrealised_cop: number | null;
            /**
             * Costs Cop
             * @description Charged beside the prices of its fills; what `realised_cop` subtracts.
             */
            costs_cop: number;
            /**
             * Pnl Cop
             * @description Realised and unrealised.
             */
            pnl_cop: number | null;
            /**
             * Pnl Usd
             * @description The same at the newest quote.
             */
            pnl_usd: number | null;
            /**
             * Price
             * @description The newest quote.
             */
            price: number | null;
            /** Fills */
            fills: number;
        };
        /**
         * Positions
         * @description Positions of all accounts, flat ones included.
         */
        Positions: {
            /**
             * Timestamp
             * Format: date-time
             * @example 2025-03-14T15:25:00Z
             */
            timestamp: string;
            /** Data */
            data: components["schemas"]["PositionBody"][];
        };
        /**
         * Prediction
         * @description What a bundle said at the close of the bar that opens at `time`.
         */
        Prediction: {
            /**
             * Time
             * Format: date-time
             * @example 2025-03-14T15:25:00Z
             */
            time: string;
            /**
             * Session
             * @example 2025-03-14
             */
            session: string;
            /**
             * Alias
             * @description The role it had.
             * @example challenger
             */
            alias: string | null;
            /** Model Version */
            model_version: string;
            /** Bundle Hash */
            bundle_hash: string;
            /**
             * Target
             * @description The position it wants: -1 short, 0 flat, 1 long.
             */
            target: number;
            /**
             * P Short
             * @description Probability of a short position; null where the bundle gives none, as the next ones.
             */
            p_short: number | null;
            /** P Flat */
            p_flat: number | null;
            /** P Long */
            p_long: number | null;
            /**
             * Value
             * @description The bundle's estimate of what is still to be earned in the session, in bps.
             */
            value: number | null;
            /**
             * Data Kind
             * @example replay
             */
            data_kind: string;
            /**
             * @description What changed bars of its session after it was said; null: nothing. One of an earlier version, of which it was not
             *     kept when it was said, is marked by every change of its session.
             */
            bars_changed: components["schemas"]["BarsChanged"] | null;
        };
        /**
         * PredictionPage
         * @description Predictions of a market, newest first.
         */
        PredictionPage: {
            /** Symbol */
            symbol: string;
            /** Data */
            data: components["schemas"]["Prediction"][];
            /**
             * Next Cursor
             * @description Where the next page starts; null: this is the last.
             */
            next_cursor: string | null;
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
         * RenewalBody
         * @description A refresh token.
         */
        RenewalBody: {
            /**
             * Refresh Token
             * Format: password
             */
            refresh_token: string;
        };
        /**
         * Role
         * @description What a user may do. ``ADMIN`` may do everything.
         * @enum {string}
         */
        Role: "viewer" | "trader" | "operator" | "compliance" | "admin";
        /**
         * Side
         * @description Buy or sell dollars.
         * @enum {string}
         */
        Side: "buy" | "sell";
        /**
         * SignInForm
         * @description The password flow of OAuth2, as a form.
         */
        SignInForm: {
            /**
             * Username
             * @example maria
             */
            username: string;
            /**
             * Password
             * Format: password
             * @example four words at random
             */
            password: string;
            /**
             * Grant Type
             * @default password
             * @constant
             */
            grant_type: "password";
            /**
             * Scope
             * @description Not used: the roles of the user count.
             * @default
             */
            scope: string;
            /**
             * Client Id
             * @description Not used.
             */
            client_id?: string | null;
            /**
             * Client Secret
             * @description Not used.
             */
            client_secret?: string | null;
        };
        /**
         * StateBody
         * @description What may be traded, who decided so, and why.
         */
        StateBody: {
            state: components["schemas"]["TradingState"];
            /**
             * Version
             * @description Rises with every change.
             */
            version: number;
            /** Actor */
            actor: string;
            /** Reason */
            reason: string;
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
        };
        /**
         * StateChange
         * @description What may be traded from now on.
         */
        StateChange: {
            state: components["schemas"]["TradingState"];
            /**
             * Reason
             * @description Why: it goes into the audit trail.
             * @example prices look wrong
             */
            reason: string;
        };
        /**
         * Stats
         * @description The 24 hours before the newest price: of a closed market, its last session.
         */
        Stats: {
            /** Symbol */
            symbol: string;
            /**
             * Price
             * @example 4107.25
             */
            price: number;
            /**
             * Open 24H
             * @description Of the first bar of the 24 hours; null where there is none, as the next ones.
             */
            open_24h: number | null;
            /** High 24H */
            high_24h: number | null;
            /** Low 24H */
            low_24h: number | null;
            /**
             * Volume 24H
             * @description Null: the feed has none.
             */
            volume_24h: number | null;
            /**
             * Change 24H
             * @description `price` less `open_24h`.
             */
            change_24h: number | null;
            /**
             * Change Percent 24H
             * @description The same as a fraction of `open_24h`, as all ratios are: -0.0035 is a fall by 0.35 %.
             * @example -0.0035
             */
            change_percent_24h: number | null;
            /**
             * Timestamp
             * Format: date-time
             * @example 2025-03-14T15:25:00Z
             */
            timestamp: string;
            data_range: components["schemas"]["DataRange"];
            /** Source */
            source: string;
        };
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
         * Timeframe
         * @description Length of a bar.
         * @enum {string}
         */
        Timeframe: "5m" | "15m" | "30m" | "1h" | "1d";
        /**
         * TokenAnswer
         * @description Tokens of a sign-in.
         * @example {
         *       "access_token": "eyJhbGciOi…",
         *       "expires_in": 900,
         *       "refresh_token": "Jx3…",
         *       "roles": [
         *         "trader"
         *       ],
         *       "token_type": "bearer",
         *       "user": "maria"
         *     }
         */
        TokenAnswer: {
            /**
             * Access Token
             * @description Send it as `Authorization: Bearer …`.
             */
            access_token: string;
            /**
             * Token Type
             * @default bearer
             * @constant
             */
            token_type: "bearer";
            /**
             * Expires In
             * @description Seconds the access token lives.
             */
            expires_in: number;
            /**
             * Refresh Token
             * @description Gives the next pair of tokens, once.
             */
            refresh_token: string;
            /** User */
            user: string;
            /** Roles */
            roles: components["schemas"]["Role"][];
        };
        /**
         * TradingHealth
         * @description How the service is, and the market with it.
         */
        TradingHealth: {
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
            market_status: components["schemas"]["MarketStatus"];
        };
        /**
         * TradingState
         * @description What may be traded. Where it is not known, nothing may.
         * @enum {string}
         */
        TradingState: "ACTIVE" | "REDUCE_ONLY" | "HALTED";
        /**
         * UserAnswer
         * @description A user.
         */
        UserAnswer: {
            /** Name */
            name: string;
            /** Roles */
            roles: components["schemas"]["Role"][];
            /**
             * Active
             * @description Whether the user may sign in.
             */
            active: boolean;
            /** Created By */
            created_by: string;
            /**
             * Recorded At
             * Format: date-time
             * @example 2025-03-14T15:25:00Z
             */
            recorded_at: string;
        };
        /**
         * UserList
         * @description Every user, by name.
         */
        UserList: {
            /** Data */
            data: components["schemas"]["UserAnswer"][];
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
    health_api_health_get: {
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
                    "application/json": components["schemas"]["TradingHealth"];
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
            /** @description It cannot serve; `components` says why. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TradingHealth"];
                };
            };
        };
    };
    latest_api_latest__symbol__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A configured symbol. */
                symbol: string;
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
                    "application/json": components["schemas"]["Latest"];
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
    candlesticks_api_candlesticks__symbol__get: {
        parameters: {
            query?: {
                /** @description Length of a bar. */
                timeframe?: components["schemas"]["Timeframe"];
                /** @description A date of the market's calendar (an end includes its whole day), or an instant with its offset (an end is excluded). */
                start_date?: string | null;
                /** @description A date of the market's calendar (an end includes its whole day), or an instant with its offset (an end is excluded). */
                end_date?: string | null;
                /** @description The newest as many bars of the range. */
                limit?: number;
                /** @description Whether the bars carry indicators, computed on bars of the timeframe. */
                include_indicators?: boolean;
            };
            header?: never;
            path: {
                /** @description A configured symbol. */
                symbol: string;
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
                    "application/json": components["schemas"]["Candles"];
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
    historical_api_market_historical_get: {
        parameters: {
            query?: {
                /** @description A configured symbol. */
                symbol?: string;
                /** @description Length of a bar. */
                timeframe?: components["schemas"]["Timeframe"];
                /** @description A date of the market's calendar (an end includes its whole day), or an instant with its offset (an end is excluded). */
                start_date?: string | null;
                /** @description A date of the market's calendar (an end includes its whole day), or an instant with its offset (an end is excluded). */
                end_date?: string | null;
                /** @description The newest as many bars of the range. */
                limit?: number;
                /** @description Whether the bars carry indicators, computed on bars of the timeframe. */
                include_indicators?: boolean;
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
                    "application/json": components["schemas"]["Candles"];
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
    stats_api_stats__symbol__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A configured symbol. */
                symbol: string;
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
                    "application/json": components["schemas"]["Stats"];
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
    market_health_api_market_health_get: {
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
                    "application/json": components["schemas"]["MarketHealth"];
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
    predictions_api_predictions__symbol__get: {
        parameters: {
            query?: {
                /** @description Only of this role. */
                alias?: components["schemas"]["Alias"] | null;
                /** @description Only of this session: a date of the market's calendar. */
                session?: string | null;
                /** @description Most rows of the answer. */
                limit?: number;
                /** @description `next_cursor` of the page before; none: the first page. */
                cursor?: string | null;
            };
            header?: never;
            path: {
                /** @description A configured symbol. */
                symbol: string;
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
                    "application/json": components["schemas"]["PredictionPage"];
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
    orders_api_trading_orders_get: {
        parameters: {
            query?: {
                /** @description Most rows of the answer. */
                limit?: number;
                /** @description `next_cursor` of the page before; none: the first page. */
                cursor?: string | null;
                /** @description Only of this account. */
                account?: string | null;
                /** @description Only of this symbol. */
                symbol?: string | null;
                /** @description Only those that stand so. */
                status?: components["schemas"]["OrderStatus"] | null;
                /** @description Only those of people, or of policies. */
                origin?: components["schemas"]["Origin"] | null;
                /** @description Only of this session: a date of the market's calendar. */
                session?: string | null;
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
                    "application/json": components["schemas"]["Page_OrderBody_"];
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
    place_api_trading_orders_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewOrder"];
            };
        };
        responses: {
            /** @description The same order again: it has no second effect. */
            200: {
                headers: {
                    /** @description Path of the order. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderBody"];
                };
            };
            /** @description The order was accepted. */
            201: {
                headers: {
                    /** @description Path of the order. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderBody"];
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
    order_api_trading_orders__order_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `id` of the order. */
                order_id: string;
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
                    "application/json": components["schemas"]["OrderBody"];
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
    cancel_api_trading_orders__order_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `id` of the order. */
                order_id: string;
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
                    "application/json": components["schemas"]["OrderBody"];
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
    fills_api_trading_fills_get: {
        parameters: {
            query?: {
                /** @description Most rows of the answer. */
                limit?: number;
                /** @description `next_cursor` of the page before; none: the first page. */
                cursor?: string | null;
                /** @description Only of this account. */
                account?: string | null;
                /** @description Only of this symbol. */
                symbol?: string | null;
                /** @description Only of this session: a date of the market's calendar. */
                session?: string | null;
                /** @description Only of this order. */
                order_id?: string | null;
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
                    "application/json": components["schemas"]["Page_FillBody_"];
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
    positions_api_trading_positions_get: {
        parameters: {
            query?: {
                /** @description Only of this account. */
                account?: string | null;
                /** @description Only of this symbol. */
                symbol?: string | null;
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
                    "application/json": components["schemas"]["Positions"];
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
    accounts_api_trading_accounts_get: {
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
                    "application/json": components["schemas"]["Accounts"];
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
    limits_api_trading_limits_get: {
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
                    "application/json": components["schemas"]["LimitsBody"];
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
    state_api_trading_state_get: {
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
                    "application/json": components["schemas"]["StateBody"];
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
    change_state_api_trading_state_put: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StateChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StateBody"];
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
    token_api_auth_token_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["SignInForm"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenAnswer"];
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
    refresh_api_auth_refresh_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RenewalBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenAnswer"];
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
    logout_api_auth_logout_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
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
    whoami_api_auth_me_get: {
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
                    "application/json": components["schemas"]["Me"];
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
    own_password_api_auth_password_put: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
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
    users_api_auth_users_get: {
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
                    "application/json": components["schemas"]["UserList"];
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
    add_user_api_auth_users_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewUser"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserAnswer"];
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
    change_user_api_auth_users__name__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangedUser"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserAnswer"];
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
}
