import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { ProblemError } from "@/lib/api/problem";
import { renderPage } from "@/test/render";
import { ErrorState, StaleNotice } from "./states";

const DOWN = new ProblemError(503, "UNAVAILABLE", "PostgreSQL is away.", "Wait for the supervisor.");

test("a problem whose code we know is said in our words, with the service's sentence and the cure below", () => {
  renderPage(<ErrorState error={DOWN} />);
  expect(screen.getByRole("alert")).toHaveTextContent(
    /^Something the service needs is awayPostgreSQL is away\.Wait for the supervisor\.$/,
  );
});

test("one that has no code of ours is said in the service's", () => {
  renderPage(<ErrorState error={new ProblemError(409, "SOMETHING_NEW", "It rains.", null)} />);
  expect(screen.getByRole("alert")).toHaveTextContent(/^It rains\.$/);
});

test("over old data both stand on one line", () => {
  renderPage(<StaleNotice since={Date.parse("2025-06-18T14:41:05Z")} error={DOWN} />);
  expect(screen.getByRole("status")).toHaveTextContent(
    "09:41 · Something the service needs is away: PostgreSQL is away.",
  );
});
