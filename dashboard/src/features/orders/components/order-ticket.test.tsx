import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse } from "msw";
import { beforeEach, expect, test } from "vitest";
import { renderPage } from "@/test/render";
import { http, server } from "@/test/server";
import type { NewOrder } from "../api/place";
import { type Desk, order, refusal, serve } from "../testing/desk";
import { OrderTicket } from "./order-ticket";

const PATH = "/api/trading/orders";
beforeEach(() => window.history.replaceState(null, "", "/"));

/** A ticket on `desk`, once it can be used. */
async function ticket(desk: Desk = {}) {
  serve(desk);
  renderPage(<OrderTicket />);
  await waitFor(() => expect(screen.getByRole("button", { name: /^Review/ })).toBeEnabled());
  return userEvent.setup();
}

/** What the service was sent; each time it answers with the next of `answers`, at the end with the order. */
function sent(...answers: (() => Response)[]): NewOrder[] {
  const bodies: NewOrder[] = [];
  server.use(
    http.trading.post(PATH, async ({ request, response }) => {
      const body = await request.json();
      const answer = answers[bodies.length];
      bodies.push({ ...order(), ...body });
      return answer === undefined ? response(201).json(order()) : response.untyped(answer());
    }),
  );
  return bodies;
}

const problem =
  (status: number, code: string, detail: string, headers = {}) =>
  () =>
    HttpResponse.json(refusal(status, code, detail, "Do this."), { status, headers });

async function confirm(user: ReturnType<typeof userEvent.setup>, name: RegExp) {
  const button = await within(await screen.findByRole("dialog")).findByRole("button", { name });
  await waitFor(() => expect(button).toHaveAttribute("aria-disabled", "false"), { timeout: 2_000 });
  await user.click(button);
}

test("shows the risk in pesos and dollars, then sends what was confirmed", async () => {
  const user = await ticket();
  const bodies = sent();
  await user.type(screen.getByLabelText("Quantity"), "100k");
  const risk = screen.getByLabelText("Risk of this order");
  expect(risk).toHaveTextContent("4,001.00");
  expect(risk).toHaveTextContent(/COP\s120,005/);
  expect(risk).toHaveTextContent(/USD\s30\.00/);
  expect(risk).toHaveTextContent(/USD\s\+100,000\.00/);
  expect(risk).toHaveTextContent(/COP\s4,000,000/);
  expect(risk).toHaveTextContent(/20\s% of daily limit/);
  await user.click(screen.getByRole("button", { name: /^Buy USD\s100,000/ }));
  const dialog = await screen.findByRole("dialog", { name: /Buy USD\s100,000.00 at market/ });
  expect(dialog).toHaveTextContent("Nothing is sent yet");
  expect(bodies).toHaveLength(0);
  await confirm(user, /^Buy/);
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  expect(bodies[0]).toMatchObject({ account: "manual", side: "buy", type: "market", quantity_usd: 100_000 });
  expect(screen.getByLabelText("Quantity")).toHaveValue("");
});

test("limits stand there before there is an order; what it would use has a dash and its reason", async () => {
  const user = await ticket({ held: 50_000 });
  const risk = screen.getByLabelText("Risk of this order");
  await waitFor(() => expect(risk).toHaveTextContent(/Order limitUSD — of 250,000/));
  expect(risk).toHaveTextContent(/Position limitUSD — of 500,000/);
  expect(risk).toHaveTextContent(/Daily loss limitCOP 0 of 20,000,000/); // it gained
  expect(screen.getAllByRole("meter")).toHaveLength(1);
  await user.click(screen.getByRole("button", { name: "Order limit" }));
  expect(await screen.findByRole("tooltip")).toHaveTextContent("Write a quantity");
  await user.click(screen.getByRole("button", { name: /^10k: USD\s10,000/ }));
  expect(risk).toHaveTextContent(/Order limitUSD 10,000 of 250,000/);
  expect(screen.getByRole("meter", { name: "Order limit" })).toHaveAttribute("aria-valuenow", "4");
});

test("a double click on the review sends nothing", async () => {
  await ticket();
  const bodies = sent();
  // As quick as can be: a slow second click is one that was meant.
  const user = userEvent.setup({ delay: null });
  await user.click(screen.getByRole("button", { name: /USD\s50,000/ }));
  await user.click(screen.getByRole("button", { name: /^Buy USD\s50,000.00/ }));
  const dialog = await screen.findByRole("dialog");
  await user.click(within(dialog).getByRole("button", { name: /^Buy/ }));
  await user.keyboard("{Enter}");
  expect(bodies).toHaveLength(0);
});

test("Enter reviews and sends, Escape goes back", async () => {
  const user = await ticket();
  const bodies = sent();
  await user.type(screen.getByLabelText("Quantity"), "10k{Enter}");
  const button = await screen.findByRole("button", { name: /^Buy USD\s10,000.00$/ });
  await waitFor(() => expect(button).toHaveAttribute("aria-disabled", "false"), { timeout: 2_000 });
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  await user.type(screen.getByLabelText("Quantity"), "{Enter}");
  await waitFor(() => expect(screen.getByRole("dialog")).toBeInTheDocument());
  await waitFor(
    () => expect(screen.getByRole("button", { name: /^Buy USD/ })).toHaveAttribute("aria-disabled", "false"),
    {
      timeout: 2_000,
    },
  );
  await user.keyboard("{Enter}");
  await waitFor(() => expect(bodies).toHaveLength(1));
});

test("an order without an answer is sent again under the same number", async () => {
  const user = await ticket();
  const bodies = sent(() => HttpResponse.error());
  await user.click(screen.getByRole("button", { name: /USD\s50,000/ }));
  await user.click(screen.getByRole("button", { name: /^Buy USD\s50,000.00/ }));
  await confirm(user, /^Buy/);
  expect(await screen.findByText(/may or may not have been accepted/)).toBeInTheDocument();
  await confirm(user, /Send again/);
  await waitFor(() => expect(bodies).toHaveLength(2));
  expect(bodies[1]?.client_order_id).toBe(bodies[0]?.client_order_id);
});

test("an order whose answer was lost is found, and not sent twice", async () => {
  const user = await ticket();
  const bodies = sent(() => HttpResponse.error());
  server.use(
    http.trading.get(PATH, ({ response }) =>
      response(200).json({
        data: bodies.map(({ client_order_id }) => order({ client_order_id })),
        next_cursor: null,
      }),
    ),
  );
  await user.click(screen.getByRole("button", { name: /USD\s50,000/ }));
  await user.click(screen.getByRole("button", { name: /^Buy USD\s50,000.00/ }));
  await confirm(user, /^Buy/);
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  expect(bodies).toHaveLength(1);
});

test.each([
  [409, "STALE_QUOTE", "The newest quote is 41 s old.", "The newest price is too old"],
  [409, "MARKET_CLOSED", "The market is closed.", "The market is closed"],
  [409, "HALTED", "Trading is halted: only what reduces is accepted.", "Trading is halted"],
  [403, "ROLE", "This takes the role trader.", "Your role does not allow this"],
  [401, "NO_TOKEN", "This needs a token.", "You are not signed in any more"],
])("%d %s is shown in our words, the service's, and with the cure", async (status, code, detail, words) => {
  const user = await ticket();
  sent(problem(status, code, detail));
  await user.click(screen.getByRole("button", { name: /USD\s50,000/ }));
  await user.click(screen.getByRole("button", { name: /^Buy USD\s50,000.00/ }));
  await confirm(user, /^Buy/);
  const alert = await screen.findByRole("alert");
  expect(alert).toHaveTextContent(words);
  expect(alert).toHaveTextContent(detail);
  expect(alert).toHaveTextContent("Do this.");
  expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
});

test("a limit that the order breaks is told beforehand, and by the service at its field", async () => {
  const user = await ticket();
  sent(problem(409, "ORDER_LIMIT", "An order is at most 250,000 dollars."));
  await user.type(screen.getByLabelText("Quantity"), "300k");
  expect(screen.getByText("Larger than a single order may be.")).toBeInTheDocument();
  await user.click(screen.getByRole("button", { name: /^Buy USD\s300,000/ }));
  await confirm(user, /^Buy/);
  await waitFor(() => expect(screen.getByLabelText("Quantity")).toBeInvalid());
  expect(screen.getByLabelText("Quantity")).toHaveAccessibleDescription(
    "An order is at most 250,000 dollars.",
  );
});

test("a 422 finds its field", async () => {
  const user = await ticket();
  const faults = [
    { field: "body.limit_price", message: "Input should be less than or equal to 1000000000000" },
  ];
  sent(() => HttpResponse.json(refusal(422, "INVALID", "wrong", "mend", faults), { status: 422 }));
  await user.click(screen.getByRole("radio", { name: "Limit" }));
  await user.type(screen.getByLabelText("Quantity"), "10k");
  await user.type(screen.getByLabelText("Limit price"), "3,990.50");
  await user.click(screen.getByRole("button", { name: /^Buy USD\s10,000/ }));
  await confirm(user, /^Buy/);
  await waitFor(() => expect(screen.getByLabelText("Limit price")).toBeInvalid());
});

test("a 429 says how long to wait, and waits", async () => {
  const user = await ticket();
  sent(problem(429, "RATE_LIMIT_EXCEEDED", "Too many requests.", { "Retry-After": "2" }));
  await user.click(screen.getByRole("button", { name: /USD\s50,000/ }));
  await user.click(screen.getByRole("button", { name: /^Buy USD\s50,000.00/ }));
  await confirm(user, /^Buy/);
  expect(await screen.findByText("Try again in 2 seconds.")).toBeInTheDocument();
  expect(screen.getByRole("button", { name: "Wait 2 s" })).toHaveAttribute("aria-disabled", "true");
  await waitFor(() => expect(screen.getByRole("button", { name: /^Buy USD/ })).toBeInTheDocument(), {
    timeout: 4_000,
  });
});

test("a 503 of the service leaves the order unanswered", async () => {
  const user = await ticket();
  sent(problem(503, "UNAVAILABLE", "PostgreSQL is away."));
  await user.click(screen.getByRole("button", { name: /USD\s50,000/ }));
  await user.click(screen.getByRole("button", { name: /^Buy USD\s50,000.00/ }));
  await confirm(user, /^Buy/);
  expect(await screen.findByText("PostgreSQL is away.")).toBeInTheDocument();
  expect(screen.getByRole("button", { name: "Send again" })).toBeInTheDocument();
});

test.each<[string, Desk, RegExp]>([
  ["nobody signed in", { roles: null }, /Sign in to trade/],
  ["a viewer", { roles: ["viewer"] }, /Your role may look only/],
  ["a closed market", { quote: "closed" }, /The market is closed/],
  ["a halt", { state: "HALTED" }, /Trading is halted/],
  ["an old price", { quote: "stale" }, /too old for new risk/],
])("%s: no order can be sent, and why", async (_, desk, words) => {
  serve(desk);
  renderPage(<OrderTicket />);
  expect(await screen.findByText(words)).toBeInTheDocument();
  expect(screen.getByRole("button", { name: /^Review/ })).toBeDisabled();
});

test("an amount that could mean two things is refused, not guessed", async () => {
  const user = await ticket();
  await user.type(screen.getByLabelText("Quantity"), "50.000{Enter}");
  expect(await screen.findByText(/Write an amount of dollars/)).toBeInTheDocument();
  expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
});

test("?close=manual fills in the order that closes the position, also in a halt", async () => {
  window.history.replaceState(null, "", "/?close=manual");
  serve({ held: 50_000, state: "HALTED" });
  renderPage(<OrderTicket />);
  await waitFor(() => expect(screen.getByLabelText("Quantity")).toHaveValue("50,000"));
  expect(screen.getByRole("radio", { name: /Sell/ })).toBeChecked();
  expect(screen.getByRole("checkbox", { name: "Reduce only" })).toBeChecked();
  expect(window.location.search).toBe("");
  await waitFor(() => expect(screen.getByRole("button", { name: /^Sell USD\s50,000/ })).toBeEnabled());
});
