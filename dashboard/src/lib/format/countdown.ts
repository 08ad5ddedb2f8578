/** Seconds as the two largest units a reader waits in: `2 d 4 h`, `4 h 12 min`, `12 min`, `45 s`. */
export function countdown(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 60) return join([whole, "s"]);
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return join([minutes, "min"]);
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return join([hours, "h"], [minutes % 60, "min"]);
  return join([Math.floor(hours / 24), "d"], [hours % 24, "h"]);
}

function join(...parts: readonly (readonly [number, string])[]): string {
  return parts.map(([count, unit]) => `${count}\u00a0${unit}`).join(" ");
}
