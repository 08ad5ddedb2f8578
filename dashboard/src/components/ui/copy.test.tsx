import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { renderPage } from "@/test/render";
import { CopyButton, Digest } from "./copy";

const HASH = "sha256:0123456789abcdef";

test("a button that copies is called by what stands in it, too", () => {
  renderPage(<Digest text={HASH} label="Copy the hash" done="Copied" />);
  expect(screen.getByRole("button", { name: "Copy the hash: 0123456789…" })).toBeVisible();
});

test("nothing is said twice", () => {
  renderPage(
    <>
      <CopyButton text="x" label="Copy the line" done="Copied">
        Copy
      </CopyButton>
      <CopyButton text="x" label="Copy all" done="Copied" />
    </>,
  );
  expect(screen.getByRole("button", { name: "Copy the line" })).toBeVisible();
  expect(screen.getByRole("button", { name: "Copy all" })).toBeVisible();
});
