import "server-only";

/** Where each service answers unless `USDCOP_<NAME>_URL` says otherwise; read at run time, so that one build serves everywhere. */
const DEFAULTS = {
  trading: "http://127.0.0.1:8000",
  analytics: "http://127.0.0.1:8001",
  pipeline: "http://127.0.0.1:8002",
  compliance: "http://127.0.0.1:8003",
  orchestrator: "http://127.0.0.1:8085",
  stream: "http://127.0.0.1:8082",
} as const;

export type Service = keyof typeof DEFAULTS;
export const SERVICES = Object.keys(DEFAULTS) as Service[];

export function isService(name: string): name is Service {
  return Object.hasOwn(DEFAULTS, name);
}

/** Address of a service, without a slash at the end. */
export function backendUrl(service: Service): string {
  const set = process.env[`USDCOP_${service.toUpperCase()}_URL`];
  return (set ?? DEFAULTS[service]).replace(/\/$/, "");
}
