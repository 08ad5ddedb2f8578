import { configure, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { delay, http as any, HttpResponse } from "msw";
import { beforeEach, describe, expect, test } from "vitest";
import { renderPage } from "@/test/render";
import { http, server } from "@/test/server";
import type { Session } from "@/features/session/api/session";
import {
  backfill,
  consolidated,
  degraded,
  health,
  imported,
  layerStatus,
  lineage,
  NOW,
  quality,
  run,
  sessionRow,
  status,
} from "../fixtures";
import { PipelineBoard } from "./pipeline-board";

/** Looking for roles in a whole page takes long on a busy machine. */
const PATIENT = { timeout: 30_000 };
const ORIGIN = window.location.origin;
const LATER = "2099-01-01T00:00:00Z";
const OPERATOR: Session = { name: "ana", roles: ["operator"], expires_at: LATER };
const DAYS = ["2025-06-18", "2025-06-17", "2025-06-16", "2025-06-13", "2025-06-12"];

const overview = (answer: object, code = 200) =>
  server.use(
    any.get(`${ORIGIN}/api/pipeline/consolidated`, () => HttpResponse.json(answer, { status: code })),
  );
const signedIn = (session: Session | null) =>
  server.use(
    any.get(`${ORIGIN}/session`, () =>
      session === null ? new HttpResponse("{}", { status: 401 }) : HttpResponse.json(session),
    ),
  );
const problem = (code: string, detail: string, cure: string, at: number) => ({
  type: "about:blank",
  title: "No",
  status: at,
  detail,
  code,
  cure,
  request_id: "r",
  errors: [],
});

// Dialogs are loaded when they are first opened, which takes long on a busy machine.
configure({ asyncUtilTimeout: 10_000 });

beforeEach(() => {
  overview(consolidated());
  signedIn(OPERATOR);
  server.use(
    http.pipeline.get("/api/pipeline/data-quality", ({ response }) => response(200).json(quality())),
    http.pipeline.get("/api/pipeline/sessions", ({ response }) =>
      response(200).json({ data: DAYS.map((session) => sessionRow({ session })), next_cursor: null }),
    ),
    http.pipeline.get("/api/pipeline/runs", ({ response }) =>
      response(200).json({ data: [run()], next_cursor: null }),
    ),
    http.pipeline.get("/api/pipeline/backfills", ({ response }) =>
      response(200).json({ data: [], next_cursor: null }),
    ),
    http.pipeline.get("/api/pipeline/imports", ({ response }) =>
      response(200).json({ data: [imported()], next_cursor: null }),
    ),
    any.get(`${ORIGIN}/backend/orchestrator/status`, () =>
      HttpResponse.json({
        credits: [
          { key: "a", left: 600 },
          { key: "b", left: 52 },
        ],
      }),
    ),
  );
});

const cellOf = (day: string, layer: string) =>
  screen.findByRole("gridcell", { name: new RegExp(`${day}.* ${layer}:`) });

describe("the summary", PATIENT, () => {
  test("says what is wrong before all else, with the next step", async () => {
    overview(consolidated({ health: health([degraded("L2", "Its newest run failed: disk full")]) }));
    renderPage(<PipelineBoard />);
    expect(await screen.findByText("L2 is degraded: Its newest run failed: disk full")).toBeInTheDocument();
    expect(screen.getByText(/Run 'usdcop run l2'/)).toBeInTheDocument();
  });

  test("all well: says so, and counts what is missing", async () => {
    server.use(
      http.pipeline.get("/api/pipeline/data-quality", ({ response }) =>
        response(200).json(quality({ missing_sessions: [] })),
      ),
    );
    renderPage(<PipelineBoard />);
    expect(await screen.findByText("All layers complete and fresh.")).toBeInTheDocument();
    expect(await screen.findByText("2,524")).toBeInTheDocument(); // 80,289 expected − 77,765 there
    expect(screen.getByText("holiday 4,000 · duplicate 16")).toBeInTheDocument();
  });

  test("a service that is away is not called well", async () => {
    const away = {
      data: null,
      error: problem("SERVICE_DOWN", "The pipeline service does not answer.", "Wait.", 503),
    };
    overview({ status: away, health: away, runs: away }, 503);
    renderPage(<PipelineBoard />);
    expect(await screen.findByText("Not known: the pipeline service has not answered.")).toBeInTheDocument();
    expect(screen.queryByText(/complete and fresh/)).not.toBeInTheDocument();
    expect(screen.getAllByText("The pipeline service does not answer.").length).toBeGreaterThan(0);
  });
});

describe("the layers", PATIENT, () => {
  test("each tells state, age, rows and gate; unknown age is no figure", async () => {
    const gate = { name: "coverage", value: 0.9, operator: "≥", threshold: 0.95, passed: false };
    const empty = {
      ...layerStatus("L5").freshness,
      state: "empty" as const,
      age_seconds: null,
      behind: null,
    };
    overview(
      consolidated({
        status: status([
          layerStatus("L0", { gates: [gate] }),
          layerStatus("L1", { run: run({ status: "running" }) }),
          layerStatus("L5", { freshness: empty, records: 0 }),
        ]),
      }),
    );
    renderPage(<PipelineBoard />);
    const button = (name: RegExp) => screen.findByRole("button", { name });
    expect(
      await button(/^L0 Acquire,\s?5\.0\smin old,\s?77,764 rows,\s?1 of 1 refused,\s?Fresh$/),
    ).toBeInTheDocument();
    expect(
      await button(/^L1 Standardise,\s?5\.0\smin old,\s?77,764 rows,\s?No own gate,\s?Running$/),
    ).toBeInTheDocument();
    expect(await button(/^L5 Serve,\s?never made,\s?0 rows,\s?No own gate,\s?Empty$/)).toBeInTheDocument();
  });

  test("pressed, it shows gates with thresholds, last runs and manifests", async () => {
    const gate = { name: "coverage", value: 0.96856, operator: "≥", threshold: 0.95, passed: true };
    server.use(
      http.pipeline.get("/api/pipeline/layer/{layer_name}", ({ response }) =>
        response(200).json({
          symbol: "USDCOP",
          data_kind: "replay",
          timestamp: NOW,
          status: layerStatus("L0", { gates: [gate], gate_note: null }),
          size_bytes: 2048,
          reads: ["the vendor"],
          columns: [{ name: "close", type: "Float64" }],
          recent_runs: [run({ layer: "L0", status: "failed", error: "disk full", records: null })],
        }),
      ),
      http.pipeline.get("/api/pipeline/manifests", ({ response }) =>
        response(200).json({ data: [], next_cursor: null }),
      ),
    );
    renderPage(<PipelineBoard />);
    await userEvent.click(await screen.findByRole("button", { name: /^L0 Acquire/ }));
    const dialog = await screen.findByRole("dialog", { name: "L0 Acquire" });
    expect(await within(dialog).findByText("96.86 %")).toBeInTheDocument();
    expect(within(dialog).getByText("≥ 95.00 %")).toBeInTheDocument();
    expect(within(dialog).getByText("disk full")).toBeInTheDocument();
    await userEvent.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  });
});

describe("the sessions", PATIENT, () => {
  test("one tab stop; arrow keys walk, Enter opens the report", async () => {
    renderPage(<PipelineBoard />);
    const cell = await cellOf("Tue 17 Jun 2025", "L1");
    cell.focus();
    await userEvent.keyboard("{ArrowDown}{ArrowRight}");
    expect(await cellOf("Mon 16 Jun 2025", "L2")).toHaveFocus();
    const grid = screen.getByRole("grid");
    expect(grid.querySelectorAll("[tabindex='0']")).toHaveLength(1);
    await userEvent.keyboard("{Enter}");
    expect(await screen.findByRole("dialog", { name: "Mon 16 Jun 2025 · L2 Prepare" })).toBeInTheDocument();
    expect(window.location.search).toContain("cell=2025-06-16.L2");
  });

  test("shift and arrow keys choose a range, which the backfill offers", async () => {
    server.use(http.pipeline.post("/api/pipeline/backfill", ({ response }) => response(200).json(ESTIMATE)));
    renderPage(<PipelineBoard />);
    (await cellOf("Tue 17 Jun 2025", "L1")).focus();
    await userEvent.keyboard("{Shift>}{ArrowDown}{ArrowDown}{/Shift}");
    expect(screen.getByLabelText("First session")).toHaveValue("2025-06-13");
    expect(screen.getByLabelText("Last session")).toHaveValue("2025-06-17");
    await userEvent.keyboard("{Escape}");
    expect(screen.getByLabelText("First session")).toHaveValue("");
  });

  test("by grade: only sessions of that grade, and none where there is none", async () => {
    server.use(
      http.pipeline.get("/api/pipeline/sessions", ({ response }) =>
        response(200).json({
          data: [sessionRow({ session: "2025-06-18" }), sessionRow({ session: "2025-06-17", grade: "C" })],
          next_cursor: null,
        }),
      ),
    );
    renderPage(<PipelineBoard />);
    await cellOf("Wed 18 Jun 2025", "L0");
    await userEvent.click(screen.getByRole("radio", { name: "C" }));
    expect(await cellOf("Tue 17 Jun 2025", "L0")).toBeInTheDocument();
    expect(screen.queryByRole("gridcell", { name: /Wed 18 Jun 2025 L0/ })).not.toBeInTheDocument();
    await userEvent.click(screen.getByRole("radio", { name: "D" }));
    expect(await screen.findByText("No session is like that")).toBeInTheDocument();
  });

  test("of thousands only those in sight are drawn", async () => {
    const many = Array.from({ length: 3000 }, (_, index) =>
      sessionRow({ session: new Date(Date.UTC(2025, 5, 18 - index)).toISOString().slice(0, 10) }),
    );
    server.use(
      http.pipeline.get("/api/pipeline/sessions", ({ response }) =>
        response(200).json({ data: many, next_cursor: null }),
      ),
    );
    renderPage(<PipelineBoard />);
    await cellOf("Wed 18 Jun 2025", "L0");
    expect(screen.getByRole("grid")).toHaveAttribute("aria-rowcount", "3001");
    expect(screen.getAllByRole("row").length).toBeLessThan(60);
  });

  test("an outage says what to do", async () => {
    server.use(
      http.pipeline.get("/api/pipeline/sessions", ({ response }) =>
        response(503).json(problem("CORRUPT", "A partition cannot be read.", "Run 'usdcop verify'.", 503)),
      ),
    );
    renderPage(<PipelineBoard />);
    expect(await screen.findByText("A partition cannot be read.")).toBeInTheDocument();
    expect(screen.getByText("Run 'usdcop verify'.")).toBeInTheDocument();
  });

  test("lineage is a tree that arrow keys walk down to the raw rows", async () => {
    server.use(http.pipeline.get("/api/pipeline/lineage", ({ response }) => response(200).json(lineage())));
    renderPage(<PipelineBoard />);
    await userEvent.click(await cellOf("Tue 17 Jun 2025", "L2"));
    await userEvent.click(await screen.findByRole("tab", { name: "Lineage" }));
    const top = await screen.findByRole("treeitem", { name: /L2 Prepare/ });
    top.focus();
    await userEvent.keyboard("{ArrowRight}{ArrowRight}{ArrowRight}");
    expect(screen.getByRole("treeitem", { name: "60 raw rows from L0" })).toHaveFocus();
    expect(screen.getByText("68ccaf858861")).toBeInTheDocument();
  });
});

const ESTIMATE = {
  symbol: "USDCOP",
  data_kind: "replay",
  timestamp: NOW,
  dry_run: true as const,
  first: "2024-12-24",
  last: "2024-12-31",
  expected_bars: 300,
  bars_missing: 120,
  bars_given_up: 0,
  requests: 2,
  credits: 2,
  spans: [{ start: "2024-12-24T13:00:00Z", end: "2024-12-31T18:00:00Z", bars: 120 }],
};

describe("a backfill", PATIENT, () => {
  const choose = async () => {
    await userEvent.type(await screen.findByLabelText("First session"), "2024-12-24");
    await userEvent.type(screen.getByLabelText("Last session"), "2024-12-31");
  };

  test("says what it costs and what is left, starts when confirmed, and tells what it brought", async () => {
    const asked: boolean[] = [];
    server.use(
      http.pipeline.post("/api/pipeline/backfill", async ({ request, response }) => {
        const { dry_run } = await request.json();
        asked.push(dry_run);
        return dry_run ? response(200).json(ESTIMATE) : response(202).json(backfill());
      }),
      http.pipeline.get("/api/pipeline/backfill/{backfill_id}", ({ response }) =>
        response(200).json(
          backfill({ status: "completed", requests_done: 2, bars_found: 100, ended_at: NOW }),
        ),
      ),
    );
    renderPage(<PipelineBoard />);
    await choose();
    const panel = screen.getByRole("region", { name: "Backfill" });
    expect(await within(panel).findByText("652")).toBeInTheDocument();
    expect(within(panel).getByText("120")).toBeInTheDocument();
    await userEvent.click(within(panel).getByRole("button", { name: "Backfill …" }));
    expect(asked.every((dry) => dry)).toBe(true);
    await userEvent.click(await screen.findByRole("button", { name: "Start, spend 2 credits" }));
    expect(
      await within(panel).findByText(/100 of 120 missing bars stored/, {}, { timeout: 4000 }),
    ).toBeInTheDocument();
    expect(within(panel).getByText(/20 bars are still missing/)).toBeInTheDocument();
    expect(asked.filter((dry) => !dry)).toHaveLength(1);
  });

  test("that is refused tells the cure, and was not started", async () => {
    server.use(
      http.pipeline.post("/api/pipeline/backfill", async ({ request, response }) => {
        const { dry_run } = await request.json();
        if (dry_run) return response(200).json(ESTIMATE);
        return response(409).json(problem("BUSY", "A layer is being made.", "Try again in a moment.", 409));
      }),
    );
    renderPage(<PipelineBoard />);
    await choose();
    await userEvent.click(await screen.findByRole("button", { name: "Backfill …" }));
    await userEvent.click(await screen.findByRole("button", { name: "Start, spend 2 credits" }));
    const refusal = await screen.findByRole("region", { name: "It was not started" });
    expect(within(refusal).getByText("A layer is being made.")).toBeInTheDocument();
    expect(within(refusal).getByText("Try again in a moment.")).toBeInTheDocument();
  });

  test("needs somebody signed in, and the role", async () => {
    signedIn(null);
    const { unmount } = renderPage(<PipelineBoard />);
    await choose();
    expect(await screen.findByRole("link", { name: "Sign in" })).toHaveAttribute("href", "/login");
    unmount();
    window.history.replaceState(null, "", "/");
    signedIn({ name: "vera", roles: ["viewer"], expires_at: LATER });
    renderPage(<PipelineBoard />);
    await choose();
    expect(await screen.findByText("Your account has not the role operator")).toBeInTheDocument();
  });

  test("a range that the service would refuse is not even asked for", async () => {
    renderPage(<PipelineBoard />);
    await userEvent.type(await screen.findByLabelText("First session"), "2025-06-13");
    await userEvent.type(screen.getByLabelText("Last session"), "2025-06-10");
    expect(await screen.findByText("The first session lies after the last one.")).toBeInTheDocument();
  });
});

describe("the runs", PATIENT, () => {
  const failed = run({ id: 7, status: "failed", error: "disk full", records: null });

  test("in a table too, retries numbered, the error a press away", async () => {
    overview(consolidated({ runs: [run({ id: 8 }), failed] }));
    server.use(
      http.pipeline.get("/api/pipeline/runs", ({ response }) =>
        response(200).json({ data: [run({ id: 8 }), failed], next_cursor: null }),
      ),
    );
    renderPage(<PipelineBoard />);
    await userEvent.click(await screen.findByRole("radio", { name: "Table" }));
    await userEvent.click(await screen.findByRole("button", { name: "Open run 8" }));
    expect(await screen.findByText("Try 2. Retry of run 7.")).toBeInTheDocument();
    await userEvent.keyboard("{Escape}");
    await userEvent.click(await screen.findByRole("button", { name: "Open run 7" }));
    const dialog = await screen.findByRole("dialog", { name: "Run 7 · L1 Standardise" });
    expect(within(dialog).getByText("disk full")).toBeInTheDocument();
  });

  test("until they are known there is a shape, and where there are none a sentence", async () => {
    overview(consolidated({ runs: [] }));
    server.use(
      http.pipeline.get("/api/pipeline/runs", async ({ response }) => {
        await delay(20);
        return response(200).json({ data: [], next_cursor: null });
      }),
    );
    renderPage(<PipelineBoard />);
    expect(await screen.findByText("Nothing has run yet")).toBeInTheDocument();
  });
});
