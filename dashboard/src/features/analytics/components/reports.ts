/** What the id of a report says: the beginning of the bundle's hash, and the last session it knows. */
export function reportOf(id: string): { prefix: string; day: string } {
  const [prefix = id, date = ""] = id.split("-");
  return { prefix, day: date.replace(/^(\d{4})(\d{2})(\d{2})$/, "$1-$2-$3") };
}

/** The report that was asked for; else the newest of the bundle; else the newest of all. `ids` are newest last, and not empty. */
export function chosenReport(ids: readonly string[], asked: string | null, bundle: string | null): string {
  if (asked !== null && ids.includes(asked)) return asked;
  const own = bundle === null ? undefined : ids.findLast((id) => bundle.startsWith(reportOf(id).prefix));
  return own ?? ids.at(-1) ?? "";
}
