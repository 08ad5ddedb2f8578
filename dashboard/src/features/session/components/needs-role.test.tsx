import { screen } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { expect, test } from "vitest";
import { renderPage } from "@/test/render";
import { server } from "@/test/server";
import { NeedsRole } from "./needs-role";

const as = (roles: readonly string[] | null) =>
  server.use(
    http.get(`${window.location.origin}/session`, () =>
      roles === null
        ? HttpResponse.json({ code: "UNAUTHENTICATED", detail: "x" }, { status: 401 })
        : HttpResponse.json({ name: "maria", roles, expires_at: "2099-01-01T00:00:00Z" }),
    ),
  );
const draw = () =>
  renderPage(
    <NeedsRole roles={["operator"]}>
      <button>Backfill</button>
    </NeedsRole>,
  );

test.each([[["operator"]], [["admin"]]])("%o may use it", async (roles) => {
  as(roles);
  draw();
  expect(await screen.findByRole("button", { name: "Backfill" })).toBeVisible();
});

test("another role is told what it takes", async () => {
  as(["trader"]);
  draw();
  expect(await screen.findByText(/takes the role Operator, which maria does not have/)).toBeVisible();
  expect(screen.queryByRole("button", { name: "Backfill" })).toBeNull();
});

test("nobody is led to the sign-in and back", async () => {
  as(null);
  draw();
  expect(await screen.findByRole("link", { name: "Sign in" })).toHaveAttribute(
    "href",
    expect.stringMatching(/^\/login/),
  );
});
