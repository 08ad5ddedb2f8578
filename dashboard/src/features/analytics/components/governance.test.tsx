import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { http as plain, HttpResponse } from "msw";
import { beforeEach, expect, test } from "vitest";
import { renderPage } from "@/test/render";
import { http, server } from "@/test/server";
import { GATES, MODEL, models, problem, WAITING } from "./examples";
import { ModelsCard } from "./models-card";
import { PromotionsCard } from "./promotions-card";

const REFUSED = "Version 1 may not become champion: 2 gates refuse it (edge, concentration).";

const BEFORE = { ...MODEL, version: 2, roles: [], held_before: ["challenger" as const] };

function signedInAs(name: string, ...roles: string[]) {
  server.use(
    plain.get("*/session", () => HttpResponse.json({ name, roles, expires_at: "2027-01-01T00:00:00Z" })),
  );
}

beforeEach(() => {
  server.use(
    http.analytics.get("/api/analytics/models", ({ response }) => response(200).json(models(MODEL))),
    http.analytics.get("/api/analytics/production-gates", ({ response }) => response(200).json(GATES)),
    http.analytics.get("/api/analytics/promotions", ({ response }) =>
      response(200).json({ data: [WAITING] }),
    ),
  );
});

async function write(box: HTMLElement, text: string) {
  await userEvent.click(box);
  await userEvent.paste(text);
}

async function askForChampion() {
  const button = await screen.findByRole("button", { name: "Give a role to version 1" });
  await waitFor(() => expect(button).toBeEnabled());
  await userEvent.click(button);
  const dialog = await screen.findByRole("dialog");
  await write(within(dialog).getByLabelText("Reason"), "It looks good");
  await userEvent.click(within(dialog).getByRole("button", { name: "Make it champion" }));
  return dialog;
}

test("gates refuse a champion: which ones is shown, and a second person can be asked", async () => {
  signedInAs("omar", "operator");
  const asked: unknown[] = [];
  server.use(
    http.analytics.post("/api/analytics/models/{version}/promotions", async ({ request, response }) => {
      const body = await request.json();
      asked.push(body);
      return body.override
        ? response(202).json(WAITING)
        : response(409).json(problem(409, "GATE_REFUSED", REFUSED));
    }),
  );
  renderPage(<ModelsCard />);
  const dialog = await askForChampion();
  expect(await within(dialog).findByRole("alert")).toHaveTextContent(REFUSED);
  expect(within(dialog).getByText("2 of 3 gates refuse it")).toBeInTheDocument();
  expect(within(dialog).getByText("Edge").closest("tr")).toHaveTextContent("0.62");
  expect(within(dialog).queryByText("Bears higher costs")).not.toBeInTheDocument();
  await userEvent.click(within(dialog).getByRole("button", { name: /Ask a second person/ }));
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  expect(asked).toEqual([
    { alias: "champion", reason: "It looks good", override: false },
    { alias: "champion", reason: "It looks good", override: true },
  ]);
}, 15_000);

test("nothing is asked for without a reason", async () => {
  signedInAs("omar", "operator");
  renderPage(<ModelsCard />);
  const button = await screen.findByRole("button", { name: "Give a role to version 1" });
  await waitFor(() => expect(button).toBeEnabled());
  await userEvent.click(button);
  const confirm = await screen.findByRole("button", { name: "Make it champion" });
  expect(confirm).toBeDisabled();
  await write(screen.getByLabelText("Reason"), "  a ");
  expect(confirm).toBeDisabled();
});

test("who may not change roles is told what it takes", async () => {
  signedInAs("tom", "trader");
  renderPage(<ModelsCard />);
  expect(await screen.findByText("This takes the role operator.")).toBeInTheDocument();
  expect(screen.getByRole("button", { name: "Give a role to version 1" })).toBeDisabled();
});

test("a role is rolled back once somebody has said why, and everything is read anew", async () => {
  signedInAs("omar", "operator");
  let reads = 0;
  server.use(
    http.analytics.get("/api/analytics/models", ({ response }) => {
      reads += 1;
      return response(200).json(models(MODEL, BEFORE));
    }),
    http.analytics.post("/api/analytics/models/rollback", ({ response }) =>
      response(200).json({ alias: "challenger", version: 2 }),
    ),
  );
  renderPage(<ModelsCard />);
  const button = await screen.findByRole("button", { name: "Roll back challenger…" });
  await waitFor(() => expect(button).toBeEnabled());
  await userEvent.click(button);
  const dialog = await screen.findByRole("dialog");
  expect(dialog).toHaveTextContent("Version 1 loses the role of challenger; version 2, which held it before");
  expect(within(dialog).getByRole("button", { name: "Roll back" })).toBeDisabled();
  await write(within(dialog).getByLabelText("Reason"), "It loses money");
  const before = reads;
  await userEvent.click(within(dialog).getByRole("button", { name: "Roll back" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  await waitFor(() => expect(reads).toBeGreaterThan(before));
});

test("a role that nobody held before cannot be rolled back", async () => {
  signedInAs("omar", "operator");
  renderPage(<ModelsCard />);
  const button = await screen.findByRole("button", { name: "Roll back challenger…" });
  await waitFor(() => expect(button).toBeEnabled());
  await userEvent.click(button);
  const dialog = await screen.findByRole("dialog");
  expect(dialog).toHaveTextContent("Version 1 is the first challenger");
  await write(within(dialog).getByLabelText("Reason"), "It loses money");
  expect(within(dialog).getByRole("button", { name: "Roll back" })).toBeDisabled();
});

test("who asked cannot approve, and is told so", async () => {
  signedInAs("ana", "admin");
  renderPage(<PromotionsCard />);
  expect(await screen.findByText("You asked for this: a second person has to decide.")).toBeInTheDocument();
  expect(screen.getByRole("button", { name: "Approve…" })).toBeDisabled();
});

test("nobody signed in: the request is seen, not decided", async () => {
  server.use(plain.get("*/session", () => HttpResponse.json({}, { status: 401 })));
  renderPage(<PromotionsCard />);
  expect(await screen.findByText("Sign in to change roles.")).toBeInTheDocument();
  expect(screen.getByRole("button", { name: "Approve…" })).toBeDisabled();
  expect(screen.getByText(/Only for the demonstration/, { selector: "p" })).toBeInTheDocument();
});

test("a second person sees the evidence and approves; a refusal by the service is shown", async () => {
  signedInAs("carla", "compliance");
  let answers = 0;
  server.use(
    http.analytics.post("/api/analytics/promotions/{promotion_id}/approve", ({ response }) => {
      answers += 1;
      return answers === 1
        ? response(403).json(problem(403, "SAME_PERSON", "Who asks for an override does not approve it."))
        : response(200).json({ ...WAITING, status: "applied", decided_by: "carla" });
    }),
  );
  renderPage(<PromotionsCard />);
  expect(
    await screen.findByText(/2 gates refuse it: Edge, No single session carries it/),
  ).toBeInTheDocument();
  const approve = screen.getByRole("button", { name: "Approve…" });
  await waitFor(() => expect(approve).toBeEnabled());
  await userEvent.click(approve);
  const dialog = await screen.findByRole("dialog");
  await userEvent.click(within(dialog).getByRole("button", { name: "Overrule the gates" }));
  expect(await within(dialog).findByRole("alert")).toHaveTextContent("does not approve it");
  await userEvent.click(within(dialog).getByRole("button", { name: "Overrule the gates" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
});
