import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { http, HttpResponse } from "msw";
import { expect, test } from "vitest";
import { renderPage } from "@/test/render";
import { server } from "@/test/server";
import { SignInForm } from "./sign-in-form";

const SESSION = `${window.location.origin}/session`;
const refusal = (status: number, code: string, headers = {}) =>
  http.post(SESSION, () =>
    HttpResponse.json(
      { type: "t", title: "t", status, detail: "no", code, cure: "c", request_id: "r", errors: [] },
      { status, headers },
    ),
  );

async function signIn(): Promise<{ entered: () => number }> {
  let entered = 0;
  renderPage(<SignInForm onSignedIn={() => (entered += 1)} />);
  await userEvent.type(screen.getByLabelText("User name"), "maria");
  await userEvent.type(screen.getByLabelText("Password"), "secret words");
  await userEvent.click(screen.getByRole("button", { name: "Sign in" }));
  return { entered: () => entered };
}

test("name and password go to the dashboard's server, and one is in", async () => {
  const sent: unknown[] = [];
  server.use(
    http.post(SESSION, async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json({ name: "maria", roles: ["trader"] });
    }),
  );
  const { entered } = await signIn();
  await waitFor(() => expect(entered()).toBe(1));
  expect(sent).toEqual([{ username: "maria", password: "secret words" }]);
});

test("a wrong password is said, and typed again; the name stays", async () => {
  server.use(refusal(401, "REFUSED"));
  const { entered } = await signIn();
  expect(await screen.findByRole("alert")).toHaveTextContent("The name or the password is wrong.");
  expect(screen.getByLabelText("Password")).toHaveValue("");
  expect(screen.getByLabelText("Password")).toHaveFocus();
  expect(screen.getByLabelText("User name")).toHaveValue("maria");
  expect(entered()).toBe(0);
});

test("too many attempts: the button says how long to wait", async () => {
  server.use(refusal(429, "RATE_LIMIT_EXCEEDED", { "Retry-After": "40" }));
  await signIn();
  expect(await screen.findByRole("alert")).toHaveTextContent("Too many attempts.");
  expect(screen.getByRole("button", { name: /Wait \d\d s/ })).toBeDisabled();
});

test("a service that is down is told apart from a wrong password", async () => {
  server.use(refusal(503, "SERVICE_DOWN"));
  await signIn();
  expect(await screen.findByRole("alert")).toHaveTextContent("The trading service does not answer.");
  expect(screen.getByLabelText("Password")).toHaveValue("secret words");
});

test("nothing is sent without a name and a password", async () => {
  renderPage(<SignInForm onSignedIn={() => undefined} />);
  await userEvent.click(screen.getByRole("button", { name: "Sign in" }));
  expect(await screen.findByText("Enter your user name.")).toBeVisible();
  expect(screen.getByText("Enter your password.")).toBeVisible();
  expect(screen.getByLabelText("User name")).toBeInvalid();
});
