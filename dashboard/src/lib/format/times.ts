import type { Locale } from "./numbers";

const BOGOTA = "America/Bogota";
const TAGS: Record<Locale, string> = { en: "en-GB", es: "es-CO" };

export type Instant = string | number | Date;

/** Times for people: Bogotá on the screen, UTC for the hover. */
export interface TimeFormat {
  /** `09:41` */
  time(at: Instant): string;
  /** `09:41:05` */
  clock(at: Instant): string;
  /** `13 Jun 2025` */
  date(at: Instant): string;
  /** `13 Jun, 09:41` */
  moment(at: Instant): string;
  /** `13 Jun 2025, 14:41:05 UTC` */
  utc(at: Instant): string;
  /** A session's day, given as `2025-06-13`, without any zone: `Fri 13 Jun`. */
  day(session: string): string;
}

export function timeFormat(locale: Locale): TimeFormat {
  const make = (options: Intl.DateTimeFormatOptions, timeZone = BOGOTA) => {
    const format = new Intl.DateTimeFormat(TAGS[locale], { timeZone, hourCycle: "h23", ...options });
    return (at: Instant) => format.format(new Date(at));
  };
  const date = { day: "numeric", month: "short", year: "numeric" } as const;
  const clock = { hour: "2-digit", minute: "2-digit", second: "2-digit" } as const;
  const utc = make({ ...date, ...clock }, "UTC");
  const day = make({ weekday: "short", day: "numeric", month: "short" }, "UTC");
  return {
    time: make({ hour: "2-digit", minute: "2-digit" }),
    clock: make(clock),
    date: make(date),
    moment: make({ day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" }),
    utc: (at) => `${utc(at)} UTC`,
    day: (session) => day(`${session}T00:00:00Z`),
  };
}

/** Made once: making one costs more than using it a hundred times. */
const SESSIONS = new Intl.DateTimeFormat("en-CA", { timeZone: BOGOTA });

/** Day in Bogotá of an instant, as `2025-06-13`. */
export function sessionOf(at: Instant): string {
  return SESSIONS.format(new Date(at));
}
