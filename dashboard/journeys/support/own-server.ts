import { type ChildProcess, spawn } from "node:child_process";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { fileURLToPath } from "node:url";
import type { AddressInfo } from "node:net";

const ROOT = process.env.USDCOP_DASHBOARD_DIR ?? fileURLToPath(new URL("../../", import.meta.url));
const START_PATIENCE_MS = 30_000;

/** What a service was asked, as it arrived. */
export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

type Answer = (asked: Asked, response: ServerResponse) => void;

/** A service that notes what it is asked, behind the built server of the dashboard, on ports of their own. */
export class OwnServer {
  readonly asked: Asked[] = [];
  answer: Answer = (_, response) => response.end("{}");
  private constructor(
    private readonly service: Server,
    private readonly server: ChildProcess,
    readonly url: string,
  ) {}

  static async start(): Promise<OwnServer> {
    const service = createServer((request, response) => void own.hear(request, response));
    const behind = await listening(service);
    const probe = createServer();
    const port = await listening(probe);
    await new Promise((resolve) => probe.close(resolve));
    const urls = ["TRADING", "ANALYTICS", "PIPELINE", "COMPLIANCE", "ORCHESTRATOR", "STREAM"].map(
      (name) => [`USDCOP_${name}_URL`, `http://127.0.0.1:${behind}`] as const,
    );
    const down = { USDCOP_COMPLIANCE_URL: "http://127.0.0.1:1" };
    const env = {
      ...process.env,
      ...Object.fromEntries(urls),
      ...down,
      HOSTNAME: "127.0.0.1",
      PORT: String(port),
    };
    const server = spawn(process.execPath, [`${ROOT}/.next/standalone/server.js`], {
      env: { ...env, NODE_ENV: "production" },
      stdio: "ignore",
    });
    const own = new OwnServer(service, server, `http://127.0.0.1:${port}`);
    await own.ready();
    return own;
  }

  /** The only request that the service was asked since `forget`. */
  get only(): Asked {
    const [first, ...others] = this.asked;
    if (first === undefined || others.length > 0) throw new Error(`asked ${String(this.asked.length)} times`);
    return first;
  }

  forget(): void {
    this.asked.length = 0;
    this.answer = (_, response) => response.end("{}");
  }

  stop(): void {
    this.server.kill("SIGKILL");
    this.service.close();
    this.service.closeAllConnections();
  }

  private async hear(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = "";
    for await (const part of request) body += String(part);
    const { method = "", url = "", headers } = request;
    const asked = { method, url, headers, body };
    this.asked.push(asked);
    response.setHeader("content-type", "application/json");
    this.answer(asked, response);
  }

  private async ready(): Promise<void> {
    const until = Date.now() + START_PATIENCE_MS;
    for (;;) {
      const well = await fetch(`${this.url}/health`).then(
        (answer) => answer.ok,
        () => false,
      );
      if (well) return;
      if (Date.now() > until) throw new Error("the server of the dashboard does not start");
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}
