import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse } from "msw";
import { beforeEach, expect, test } from "vitest";
import { Toaster } from "sonner";
import { CHANGED } from "@/test/changes";
import { renderPage } from "@/test/render";
import { http, server } from "@/test/server";
import { fill, order, refusal, serve } from "../testing/desk";
import { AccountsStrip } from "./accounts-strip";
import { useOrdersFeed } from "../api/feed";
import { Book } from "./book";

beforeEach(() => window.history.replaceState(null, "", "/"));

test("positions are valued at the newest price, in pesos and dollars", async () => {
  serve({ held: 50_000 });
  renderPage(<Book />);
  const row = (await screen.findByText("manual")).closest("tr");
  expect(row).toHaveTextContent(/USD\s\+50,000\.00 long/);
  expect(row).toHaveTextContent(/COP\s\+490,000/); // 50,000 · 10 pesos less 10,000 realised
  expect(row).toHaveTextContent(/USD\s\+122\.50/);
});

test("closing a position asks the ticket for it, and sends nothing", async () => {
  serve({ held: 50_000 });
  renderPage(<Book />);
  await userEvent.click(await screen.findByRole("button", { name: "Close the position of manual" }));
  expect(window.location.search).toBe("?close=manual&pane=order");
});

test("a working order is cancelled with one click, and leaves the list", async () => {
  const working = order();
  serve({ working: [working] });
  server.use(
    http.trading.delete("/api/trading/orders/{order_id}", ({ params, response }) => {
      expect(params.order_id).toBe(working.id);
      const cancelled = order({ status: "cancelled", reason: "cancelled by eva" });
      serve({ past: [cancelled] });
      return response(200).json(cancelled);
    }),
  );
  window.history.replaceState(null, "", "/?book=orders");
  renderPage(<Book />);
  await userEvent.click(await screen.findByRole("button", { name: /Cancel the order to Buy/ }));
  expect(await screen.findByText("No working orders")).toBeInTheDocument();
  await waitFor(() =>
    expect(screen.getByRole("table", { name: "Past" })).toHaveTextContent("cancelled by eva"),
  );
});

test("the note of a cancelled order comes also where its row went before the answer", async () => {
  const working = order();
  serve({ working: [working] });
  const cancelled = order({ status: "cancelled", reason: "cancelled by eva" });
  let answer: () => void = () => undefined;
  const heard = new Promise<void>((resolve) => (answer = resolve));
  server.use(
    http.trading.delete("/api/trading/orders/{order_id}", async ({ response }) => {
      await heard;
      return response(200).json(cancelled);
    }),
  );
  window.history.replaceState(null, "", "/?book=orders");
  const { hub } = renderPage(<Desk />);
  await userEvent.click(await screen.findByRole("button", { name: /Cancel the order to Buy/ }));
  expect(screen.getByRole("button", { name: /Cancelling the order to Buy/ })).toBeDisabled();
  serve({ past: [cancelled] });
  act(() =>
    hub.event({
      type: "order",
      account: "manual",
      timestamp: "",
      epoch: 1,
      seq: 1,
      data: cancelled,
    }),
  );
  expect(await screen.findByText("No working orders")).toBeInTheDocument();
  answer();
  expect(await screen.findByText("Order cancelled")).toBeInTheDocument();
});

test("cancelling all asks first, and tells what was not cancelled", async () => {
  serve({
    working: [order(), order({ id: "0e8f8b1e-0000-4000-8000-000000000002", client_order_id: "desk-2" })],
  });
  let calls = 0;
  server.use(
    http.trading.delete("/api/trading/orders/{order_id}", ({ response }) => {
      calls += 1;
      return response.untyped(
        HttpResponse.json(refusal(409, "ORDER_CLOSED", "It was filled."), { status: 409 }),
      );
    }),
  );
  window.history.replaceState(null, "", "/?book=orders");
  renderPage(<Book />);
  await userEvent.click(await screen.findByRole("button", { name: "Cancel all (2)" }));
  const dialog = await screen.findByRole("dialog", { name: "Cancel 2 working orders?" });
  expect(calls).toBe(0);
  await userEvent.click(within(dialog).getByRole("button", { name: "Cancel them" }));
  await waitFor(() => expect(calls).toBe(2));
});

/** The frame of all pages hears the accounts; the book shows what it heard. */
function Desk() {
  useOrdersFeed();
  return (
    <>
      <Book />
      <Toaster />
    </>
  );
}

test("an order of the stream comes in, and goes once it has filled", async () => {
  serve();
  window.history.replaceState(null, "", "/?book=orders");
  const { hub } = renderPage(<Desk />);
  await screen.findByText("No working orders");
  const event = { type: "order", account: "manual", timestamp: "", epoch: 1, seq: 1 } as const;
  act(() => hub.event({ ...event, data: order() }));
  const working = await screen.findByRole("table", { name: "Working" });
  expect(working).toHaveTextContent(/USD\s20,000\.00/);
  act(() => hub.event({ ...event, seq: 2, data: order({ status: "filled", filled_usd: 20_000 }) }));
  expect(await screen.findByText("No working orders")).toBeInTheDocument();
  act(() => hub.event({ ...event, seq: 3, data: order({ status: "filled", filled_usd: 20_000 }) }));
  expect(within(screen.getByRole("table", { name: "Past" })).getAllByRole("row")).toHaveLength(2);
});

test("a fill links to the reconstruction of its trade; older ones come by page", async () => {
  serve();
  server.use(
    http.trading.get("/api/trading/fills", ({ request, response }) => {
      const cursor = new URL(request.url).searchParams.get("cursor");
      const page =
        cursor === null
          ? { data: [fill()], next_cursor: "older" }
          : { data: [fill({ id: 3 })], next_cursor: null };
      return response(200).json(page);
    }),
  );
  window.history.replaceState(null, "", "/?book=fills");
  renderPage(<Book />);
  expect(await screen.findByRole("link", { name: "Reconstruct the trade of fill 7" })).toHaveAttribute(
    "href",
    "/compliance?trade=manual-7",
  );
  await userEvent.click(screen.getByRole("button", { name: "Load more" }));
  expect(await screen.findByRole("link", { name: "Reconstruct the trade of fill 3" })).toBeInTheDocument();
  expect(screen.queryByRole("button", { name: "Load more" })).not.toBeInTheDocument();
});

test("nobody signed in: the way to sign in, and nothing is asked for", async () => {
  serve({ roles: null });
  renderPage(<Book />);
  expect(await screen.findByRole("link", { name: "Sign in" })).toBeInTheDocument();
});

test("an outage says so, and offers to try again", async () => {
  serve();
  server.use(
    http.trading.get("/api/trading/positions", ({ response }) =>
      response(503).json(refusal(503, "UNAVAILABLE", "PostgreSQL is away.", "Wait.")),
    ),
  );
  renderPage(<Book />);
  expect(await screen.findByText("PostgreSQL is away.")).toBeInTheDocument();
  expect(screen.getByRole("button", { name: "Try again" })).toBeInTheDocument();
});

test("accounts: profit of the session and ever, and a dash for what is not deployed", async () => {
  serve({ held: 50_000 });
  renderPage(<AccountsStrip />);
  const manual = await screen.findByRole("group", { name: "Manual" });
  await waitFor(() => expect(manual).toHaveTextContent(/COP\s\+490,000USD\s\+122\.50/));
  expect(screen.getByRole("group", { name: "Champion" })).toHaveTextContent("Session——Total——");
});

test("orders and fills that were made on bars changed since are marked, others are not", async () => {
  serve({
    past: [order({ status: "filled", bars_changed: CHANGED }), order({ id: "o-2", status: "expired" })],
  });
  server.use(
    http.trading.get("/api/trading/fills", ({ response }) =>
      response(200).json({ data: [fill({ bars_changed: CHANGED }), fill({ id: 8 })], next_cursor: null }),
    ),
  );
  window.history.replaceState(null, "", "/?book=orders");
  const { unmount } = renderPage(<Book />);
  const past = await screen.findByRole("table", { name: "Past" });
  expect(within(past).getAllByText("Bars changed")).toHaveLength(1);
  unmount();
  window.history.replaceState(null, "", "/?book=fills");
  renderPage(<Book />);
  const mark = await screen.findByText("Bars changed");
  expect(mark.closest("tr")).toHaveTextContent("Reconstruct");
  await userEvent.hover(mark);
  expect(await screen.findByRole("tooltip")).toHaveTextContent("import I-0003");
});
