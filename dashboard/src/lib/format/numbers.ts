export type Locale = "en" | "es";

/** Regions whose habits the numbers follow: Colombia writes 4.093,10 and the United States 4,093.10. */
const TAGS: Record<Locale, string> = { en: "en-US", es: "es-CO" };

const ABSENT = "—";
type Value = number | null | undefined;

/** Numbers for people, by locale. Absent values are a dash, never zero; money always carries its code, so COP is never taken for USD. */
export interface NumberFormat {
  /** Pesos per dollar: `4,093.10`. */
  price(value: Value): string;
  /** `COP 1,234,567`; with `signed`, a plus on gains. */
  cop(value: Value, signed?: boolean): string;
  /** `USD 100,000.00`. */
  usd(value: Value, signed?: boolean): string;
  /** A fraction as a percentage: 0.153 → `15.3 %`. */
  percent(value: Value, digits?: number, signed?: boolean): string;
  /** A fraction in basis points: 0.00012 → `1.2 bps`. */
  bps(value: Value, digits?: number): string;
  integer(value: Value): string;
  /** `1.25`; with `signed`, a plus above zero. */
  decimal(value: Value, digits?: number, signed?: boolean): string;
  /** Two significant digits, for what may be very small: 0.00123 → `0.0012`. */
  significant(value: Value): string;
  bytes(value: Value): string;
  /** Seconds as `340 ms`, `12 s`, `3 min`, `2 h`, `5 d`. */
  duration(seconds: Value): string;
}

export function numberFormat(locale: Locale): NumberFormat {
  const tag = TAGS[locale];
  const decimals = memoized(
    (digits: number, signed: boolean) =>
      new Intl.NumberFormat(tag, {
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
        signDisplay: signed ? "exceptZero" : "negative",
      }),
  );
  const significant = new Intl.NumberFormat(tag, { maximumSignificantDigits: 2 });
  const plain = (value: Value, digits: number, signed = false) =>
    value === null || value === undefined || !Number.isFinite(value)
      ? null
      : decimals(digits, signed).format(value);
  const before = (code: string, text: string | null) => (text === null ? ABSENT : `${code}\u00a0${text}`);
  const after = (text: string | null, unit: string) => (text === null ? ABSENT : `${text}\u00a0${unit}`);
  const scaled = (value: Value, factor: number) =>
    value === null || value === undefined ? null : value * factor;
  return {
    price: (value) => plain(value, 2) ?? ABSENT,
    cop: (value, signed) => before("COP", plain(value, 0, signed)),
    usd: (value, signed) => before("USD", plain(value, 2, signed)),
    percent: (value, digits = 1, signed = false) => after(plain(scaled(value, 100), digits, signed), "%"),
    bps: (value, digits = 1) => after(plain(scaled(value, 10_000), digits), "bps"),
    integer: (value) => plain(value, 0) ?? ABSENT,
    decimal: (value, digits = 2, signed = false) => plain(value, digits, signed) ?? ABSENT,
    significant: (value) =>
      value === null || value === undefined || !Number.isFinite(value) ? ABSENT : significant.format(value),
    bytes: (value) => {
      if (value === null || value === undefined) return ABSENT;
      const power = Math.min(3, Math.floor(Math.log2(Math.max(value, 1)) / 10));
      return after(
        plain(value / 1024 ** power, power === 0 ? 0 : 1),
        ["B", "KiB", "MiB", "GiB"][power] ?? "GiB",
      );
    },
    duration: (seconds) => {
      if (seconds === null || seconds === undefined) return ABSENT;
      if (seconds > 0 && seconds < SHORTEST_MS) return after(plain(seconds * 1_000_000, 0), "µs");
      if (seconds < 1) return after(plain(seconds * 1_000, seconds < 0.01 ? 1 : 0), "ms");
      const [, size, unit] = UNITS.find(([from]) => seconds >= from) ?? UNITS[3];
      return after(plain(seconds / size, seconds / size < 10 && size > 1 ? 1 : 0), unit);
    },
  };
}

/** Below it a duration in milliseconds would read 0.0. */
const SHORTEST_MS = 0.000_1;

/** From how many seconds on a unit reads better, its own seconds, and its name. */
const UNITS = [
  [172_800, 86_400, "d"],
  [7_200, 3_600, "h"],
  [120, 60, "min"],
  [0, 1, "s"],
] as const;

function memoized(make: (digits: number, signed: boolean) => Intl.NumberFormat) {
  const made = new Map<string, Intl.NumberFormat>();
  return (digits: number, signed: boolean) => {
    const key = `${digits}${signed}`;
    const format = made.get(key) ?? make(digits, signed);
    made.set(key, format);
    return format;
  };
}
