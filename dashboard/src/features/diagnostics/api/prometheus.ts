/** One line of a `/metrics` answer. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)(?:\s+-?\d+)?$/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;

/** Samples of a text in Prometheus' format; comments and lines that are none are left out. */
export function parseMetrics(text: string): Sample[] {
  return text.split("\n").flatMap((line) => {
    const found = line.startsWith("#") ? null : LINE.exec(line.trim());
    if (found === null) return [];
    const [, name = "", labels = "", value = ""] = found;
    return [{ name, labels: labelsOf(labels), value: numberOf(value) }];
  });
}

function labelsOf(text: string): Record<string, string> {
  return Object.fromEntries(
    Array.from(text.matchAll(LABEL), ([, name = "", value = ""]) => [name, unescaped(value)]),
  );
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, (_, character: string) => (character === "n" ? "\n" : character));
}

function numberOf(text: string): number {
  if (text === "+Inf") return Infinity;
  return text === "-Inf" ? -Infinity : Number(text);
}

/** A cumulative histogram: how many observations were at most `le`. */
export interface Histogram {
  readonly buckets: readonly { readonly le: number; readonly count: number }[];
  readonly count: number;
  readonly sum: number;
}

/** Histogram `name` of the samples whose labels are exactly `labels` (besides `le`); null where there is none. */
export function histogram(
  samples: readonly Sample[],
  name: string,
  labels: Readonly<Record<string, string>> = {},
): Histogram | null {
  const mine = samples.filter((sample) => matches(sample, labels));
  const value = (suffix: string) => mine.find((sample) => sample.name === `${name}_${suffix}`)?.value;
  const buckets = mine
    .filter((sample) => sample.name === `${name}_bucket` && sample.labels.le !== undefined)
    .map(({ labels: { le = "" }, value: count }) => ({ le: numberOf(le), count }))
    .sort((one, other) => one.le - other.le);
  const count = value("count") ?? buckets.at(-1)?.count;
  return count === undefined || buckets.length === 0 ? null : { buckets, count, sum: value("sum") ?? NaN };
}

function matches(sample: Sample, labels: Readonly<Record<string, string>>): boolean {
  return Object.entries(labels).every(([name, value]) => sample.labels[name] === value);
}

/**
 * The `rank` quantile (0…1), by straight lines within a bucket as Prometheus does it; null where nothing was observed.
 * What lies above the last finite bound is given as that bound: it is at least so much.
 */
export function quantile({ buckets, count }: Histogram, rank: number): number | null {
  if (count === 0) return null;
  const wanted = rank * count;
  const at = buckets.findIndex((bucket) => bucket.count >= wanted);
  const bucket = buckets[at];
  const before = buckets[at - 1];
  if (bucket === undefined) return null;
  const from = before?.le ?? 0;
  if (!Number.isFinite(bucket.le)) return before?.le ?? null;
  const below = before?.count ?? 0;
  const inside = bucket.count - below;
  return inside === 0 ? bucket.le : from + ((bucket.le - from) * (wanted - below)) / inside;
}

/** Value of the one sample `name` with `labels`; null where it is not given. */
export function gauge(
  samples: readonly Sample[],
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number | null {
  return samples.find((sample) => sample.name === name && matches(sample, labels))?.value ?? null;
}
