import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { renderPage } from "@/test/render";
import { Cost } from "./cost";

test("the total with both of its parts", () => {
  renderPage(<Cost of={{ spread_cop: 25_466, slippage_cop: 5_095, total_cost_cop: 30_561 }} />);
  expect(screen.getByText("COP 30,561")).toBeInTheDocument();
  expect(screen.getByText("spread COP 25,466 · slippage COP 5,095")).toBeInTheDocument();
});

test("what was not kept is no zero", () => {
  renderPage(<Cost of={{ spread_cop: null, slippage_cop: null, total_cost_cop: null }} />);
  expect(screen.getByTitle(/not kept/)).toHaveTextContent("—");
});
