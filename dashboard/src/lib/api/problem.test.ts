import { expect, test } from "vitest";
import { problemFrom, ProblemError, unwrap } from "./problem";

const REFUSED = {
  type: "urn:usdcop:refused",
  title: "Conflict",
  status: 409,
  detail: "The trading state has changed.",
  code: "STATE_CHANGED",
  cure: "Look at it again.",
  request_id: "r-1",
  errors: [{ field: "version", message: "is 3" }],
};
const answer = (status: number, body: unknown, headers?: HeadersInit) =>
  Promise.resolve({
    ...(status < 400 ? { data: body } : { error: body }),
    response: new Response(null, { status, ...(headers && { headers }) }),
  });

test("an answer gives its data, an empty one nothing", async () => {
  await expect(unwrap(answer(200, { price: 1 }))).resolves.toEqual({ price: 1 });
  await expect(unwrap(answer(204, undefined))).resolves.toBeUndefined();
});

test("a refusal says what, its cure, and what to wait for", async () => {
  const problem = await unwrap(answer(409, REFUSED, { "Retry-After": "7" })).catch((error: unknown) => error);
  expect(problem).toBeInstanceOf(ProblemError);
  expect(problem).toMatchObject({
    message: REFUSED.detail,
    code: "STATE_CHANGED",
    cure: REFUSED.cure,
    requestId: "r-1",
    retryAfter: 7,
    isOutage: false,
  });
});

test.each([null, "<html>", {}, { code: "X" }])(
  "what is no problem document (%o) is told as unreadable",
  (body) => {
    const problem = problemFrom(502, body);
    expect(problem.code).toBe("UNREADABLE");
    expect(problem.isOutage).toBe(true);
  },
);

test("a wait that is no number of seconds is not known", () => {
  expect(problemFrom(429, REFUSED, "Wed, 21 Oct 2026 07:28:00 GMT").retryAfter).toBeNull();
  expect(problemFrom(429, REFUSED).retryAfter).toBeNull();
});

test("a network that fails is an outage; a call that was given up is not a failure of anything", async () => {
  await expect(unwrap(Promise.reject(new TypeError("Failed to fetch")))).rejects.toMatchObject({
    status: 0,
    isOutage: true,
  });
  const given = new DOMException("gone", "AbortError");
  await expect(unwrap(Promise.reject(given))).rejects.toBe(given);
});
