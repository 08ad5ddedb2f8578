-- Null in predictions of before: when they were made was not kept.
ALTER TABLE predictions ADD COLUMN recorded_at timestamptz;
ALTER TABLE predictions ALTER COLUMN recorded_at SET DEFAULT clock_timestamp();
COMMENT ON COLUMN predictions.recorded_at IS 'real time it was written, or changed; null: not kept';
