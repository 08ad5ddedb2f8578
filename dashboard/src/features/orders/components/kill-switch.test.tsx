import { fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http as plain } from "msw";
import { expect, test } from "vitest";
import type { Role } from "@/features/session/api/session";
import { renderPage } from "@/test/render";
import { http, server } from "@/test/server";
import type { TradingState } from "../rules/switch";
import { refusal, standing } from "../testing/desk";
import { KillSwitch } from "./kill-switch";

function signedIn(...roles: Role[]) {
  server.use(plain.get("*/session", () => HttpResponse.json({ name: "eva", roles })));
}

function stands(state: TradingState) {
  server.use(http.trading.get("/api/trading/state", ({ response }) => response(200).json(standing(state))));
}

const opened = async (name: RegExp) => {
  await userEvent.click(await screen.findByRole("button", { name }));
  return screen.findByRole("dialog");
};

test("shows the state, and who set it when and why", async () => {
  signedIn("viewer");
  stands("REDUCE_ONLY");
  renderPage(<KillSwitch />);
  const dialog = await opened(/REDUCE ONLY/);
  expect(dialog).toHaveTextContent("ana");
  expect(dialog).toHaveTextContent("opening the desk");
  expect(dialog).toHaveTextContent("08:00");
  expect(await screen.findByText(/Your role may look only/)).toBeInTheDocument();
});

test("a service that does not answer leaves the state unknown, never active", async () => {
  signedIn("trader");
  server.use(http.trading.get("/api/trading/state", () => HttpResponse.error()));
  renderPage(<KillSwitch />);
  expect(await screen.findByRole("button", { name: /UNKNOWN since \d\d:\d\d/ })).toBeInTheDocument();
  expect(screen.queryByText("ACTIVE")).not.toBeInTheDocument();
});

test("a trader halts: pending until the server confirms, then done", async () => {
  signedIn("trader");
  stands("ACTIVE");
  const waiting: (() => void)[] = [];
  server.use(
    http.trading.put("/api/trading/state", async ({ request, response }) => {
      const { state, reason } = await request.json();
      expect(reason).toBe("Prices look wrong");
      await new Promise<void>((answer) => waiting.push(answer));
      stands("HALTED");
      return response(200).json({ ...standing(state, 2), actor: "eva", reason });
    }),
  );
  renderPage(<KillSwitch />);
  await opened(/ACTIVE/);
  await userEvent.click(await screen.findByRole("button", { name: "Prices look wrong" }));
  await userEvent.click(screen.getByRole("button", { name: "Halt trading now" }));
  expect(await screen.findByText(/Not done until the server confirms/)).toBeInTheDocument();
  expect(screen.queryByText(/The server confirmed/)).not.toBeInTheDocument();
  waiting.forEach((answer) => answer());
  expect(await screen.findByText("The server confirmed: HALTED")).toBeInTheDocument();
  expect(screen.getByRole("button", { name: /HALTED/, hidden: true })).toBeInTheDocument();
});

test.each([
  ["503", refusal(503, "UNAVAILABLE", "PostgreSQL is away.", "Wait until it is back.")],
  ["unreachable", null],
])(
  "a halt that fails (%s) says loudly that it is not done, and reads the state again",
  async (_, problem) => {
    signedIn("trader");
    let readings = 0;
    server.use(
      http.trading.get("/api/trading/state", ({ response }) => {
        readings += 1;
        return response(200).json(standing("ACTIVE"));
      }),
      http.trading.put("/api/trading/state", ({ response }) =>
        problem === null ? HttpResponse.error() : response(503).json(problem),
      ),
    );
    renderPage(<KillSwitch />);
    await opened(/ACTIVE/);
    await userEvent.click(await screen.findByRole("button", { name: "Halt trading now" }));
    const alert = await screen.findByRole("alert");
    expect(alert).toHaveTextContent("NOT HALTED. Trading may be going on.");
    expect(alert).toHaveTextContent(problem?.cure ?? "The dashboard's server does not answer.");
    await waitFor(() => expect(readings).toBeGreaterThan(1));
    expect(alert).toHaveTextContent("it is ACTIVE");
    expect(screen.getByRole("button", { name: "Halt trading now" })).toBeEnabled();
  },
);

test("Ctrl+Shift+H opens it, Enter halts, and a double click does not close it", async () => {
  signedIn("operator");
  stands("ACTIVE");
  let wanted = "";
  server.use(
    http.trading.put("/api/trading/state", async ({ request, response }) => {
      wanted = (await request.json()).state;
      return response(200).json(standing("HALTED", 2));
    }),
  );
  renderPage(<KillSwitch />);
  await screen.findByRole("button", { name: /ACTIVE/ });
  await userEvent.keyboard("{Control>}{Shift>}H{/Shift}{/Control}");
  const button = await screen.findByRole("button", { name: "Halt trading now" });
  fireEvent.pointerDown(document.body);
  fireEvent.click(document.body);
  await waitFor(() => expect(button).toHaveFocus());
  await userEvent.keyboard("{Enter}");
  await screen.findByText("The server confirmed: HALTED");
  expect(wanted).toBe("HALTED");
});

test("Escape closes it, however soon", async () => {
  signedIn("operator");
  stands("ACTIVE");
  renderPage(<KillSwitch />);
  await screen.findByRole("button", { name: /ACTIVE/ });
  await userEvent.keyboard("{Control>}{Shift>}H{/Shift}{/Control}");
  await screen.findByRole("dialog");
  await userEvent.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
});

test("resuming takes an operator and a reason", async () => {
  signedIn("operator");
  stands("HALTED");
  let sent: unknown = null;
  server.use(
    http.trading.put("/api/trading/state", async ({ request, response }) => {
      sent = await request.json();
      return response(200).json(standing("ACTIVE", 3));
    }),
  );
  renderPage(<KillSwitch />);
  await opened(/HALTED/);
  await userEvent.click(await screen.findByRole("radio", { name: "Resume" }));
  const button = screen.getByRole("button", { name: "Resume trading" });
  expect(button).toBeDisabled();
  await userEvent.type(screen.getByLabelText("Reason"), "feed is back");
  await userEvent.click(button);
  await screen.findByText("The server confirmed: ACTIVE");
  expect(sent).toEqual({ state: "ACTIVE", reason: "feed is back" });
});

test("a trader cannot resume, and is told who can", async () => {
  signedIn("trader");
  stands("HALTED");
  renderPage(<KillSwitch />);
  await opened(/HALTED/);
  expect(await screen.findByText("Only an operator can resume trading.")).toBeInTheDocument();
});

test("nobody signed in: the way to sign in", async () => {
  server.use(plain.get("*/session", () => new HttpResponse(null, { status: 401 })));
  stands("ACTIVE");
  renderPage(<KillSwitch />);
  await opened(/ACTIVE/);
  expect(await screen.findByRole("link", { name: "Sign in" })).toHaveAttribute("href", "/login");
});
