/** Every page a person works in, with the name its pictures have. */
export const PAGES = [
  { name: "pipeline", path: "/" },
  { name: "trading", path: "/trading" },
  { name: "ml-analytics", path: "/ml-analytics" },
  { name: "diagnostico", path: "/diagnostico" },
  { name: "compliance", path: "/compliance" },
] as const;
