import type { BrowserContext, Page } from "playwright-core";
import { URL_OF_DESK } from "./system";

const OWN = new URL(URL_OF_DESK).host;
/** How the browser words an answer of 400 and more; which one it was stands among the answers. */
const FAILED_ANSWER = /^Failed to load resource/;

/** Everything that must not happen unseen on any page: errors, violations of the policy, calls to other hosts, failed answers. */
export class Watch {
  private readonly troubles: string[] = [];
  private readonly expected: RegExp[] = [];
  private underWay = 0;

  /** Failures that a journey brings about itself, such as those of a service that it kills. */
  expect(...patterns: RegExp[]): void {
    this.expected.push(...patterns);
  }

  /** What happened and was not expected. */
  get unexpected(): string[] {
    return this.troubles.filter((trouble) => !this.expected.some((pattern) => pattern.test(trouble)));
  }

  /** Whether an answer is awaited: a stream, which never ends, is none. */
  get awaits(): boolean {
    return this.underWay > 0;
  }

  async over(context: BrowserContext): Promise<void> {
    // No call to another host ever leaves the machine: it is refused here, and told.
    await context.route(
      (url) => url.host !== OWN && !["data:", "blob:"].includes(url.protocol),
      (route) => {
        this.note("foreign", route.request().url());
        return route.abort();
      },
    );
    await context.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) => {
        console.error(`policy: ${event.violatedDirective} refused ${event.blockedURI}`);
      });
    });
    context.on("request", () => (this.underWay += 1));
    context.on("requestfinished", () => (this.underWay -= 1));
    context.on("requestfailed", () => (this.underWay -= 1));
    context.on("page", (page) => this.overPage(page));
    context.on("response", (response) => {
      if (response.status() < 400) return;
      this.note(
        `answer ${response.status()}`,
        `${response.request().method()} ${new URL(response.url()).pathname}`,
      );
    });
  }

  private overPage(page: Page): void {
    page.on("console", (message) => {
      if (message.type() !== "error" || FAILED_ANSWER.test(message.text())) return;
      this.note("console", message.text());
    });
    page.on("pageerror", (error) => this.note("exception", error.message));
    page.on("websocket", (socket) => {
      if (new URL(socket.url()).host !== OWN) this.note("foreign", socket.url());
    });
  }

  private note(kind: string, what: string): void {
    this.troubles.push(`${kind}: ${what.slice(0, 500)}`);
  }
}
