-- Null in fills of before: what their spread and slippage were was not kept.
ALTER TABLE fills
    ADD COLUMN in_price_cop double precision CHECK (in_price_cop >= 0),
    ADD COLUMN slippage_cop double precision CHECK (slippage_cop >= 0);
COMMENT ON COLUMN fills.cost_cop IS 'charged beside the price';
COMMENT ON COLUMN fills.in_price_cop IS 'the spread that is in the price; null: not kept';
COMMENT ON COLUMN fills.slippage_cop IS 'null: not kept';
