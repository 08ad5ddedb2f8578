import { useQuery, useQueryClient } from "@tanstack/react-query";
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { http, HttpResponse } from "msw";
import { toast } from "sonner";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Toasts } from "@/components/ui/toasts";
import { ProblemError } from "@/lib/api/problem";
import { renderPage } from "@/test/render";
import { server } from "@/test/server";
import { useSession, useSignOut } from "../api/session";
import { SessionWatch } from "./session-watch";

const SESSION = `${window.location.origin}/session`;
const MARIA = { name: "maria", roles: ["trader"], sign_in: "s", expires_at: "2099-01-01T00:00:00Z" };

let signedIn = true;

beforeEach(() => {
  signedIn = true;
  window.matchMedia = () =>
    ({ matches: false, addEventListener: () => undefined, removeEventListener: () => undefined }) as never;
  server.use(
    http.get(SESSION, () =>
      signedIn ? HttpResponse.json(MARIA) : HttpResponse.json({ code: "X", detail: "x" }, { status: 401 }),
    ),
    http.delete(SESSION, () => {
      signedIn = false;
      return HttpResponse.json({ revoked: true });
    }),
  );
});

// Notes live outside of the page that showed them.
afterEach(() => void toast.dismiss());

/** A panel that asks for something that takes a session, and holds what somebody typed. */
function Panel() {
  const client = useQueryClient();
  const { session } = useSession();
  const { mutate } = useSignOut();
  useQuery({
    queryKey: ["orders"],
    queryFn: () =>
      signedIn ? "orders" : Promise.reject(new ProblemError(401, "UNAUTHENTICATED", "Sign in.", null)),
  });
  return (
    <>
      <p>{session?.name ?? "nobody"}</p>
      <input aria-label="reason" />
      <button onClick={() => void client.invalidateQueries({ queryKey: ["orders"] })}>ask</button>
      <button onClick={() => mutate()}>leave</button>
    </>
  );
}

const draw = () =>
  renderPage(
    <>
      <SessionWatch />
      <Panel />
      <Toasts />
    </>,
  );

test("a session that ended is told once, and what was typed stays", async () => {
  draw();
  await screen.findByText("maria");
  await userEvent.type(screen.getByLabelText("reason"), "half a sentence");
  signedIn = false;
  await userEvent.click(screen.getByText("ask"));
  expect(await screen.findByText("Your session has ended.")).toBeVisible();
  expect(screen.getByText("nobody")).toBeVisible();
  expect(screen.getByLabelText("reason")).toHaveValue("half a sentence");
  await userEvent.click(screen.getByText("ask"));
  expect(screen.getAllByText("Your session has ended.")).toHaveLength(1);
});

test("who signs out is not told that the session ended", async () => {
  draw();
  await screen.findByText("maria");
  await userEvent.click(screen.getByText("leave"));
  await waitFor(() => expect(screen.getByText("nobody")).toBeVisible());
  expect(screen.queryByText("Your session has ended.")).toBeNull();
});
