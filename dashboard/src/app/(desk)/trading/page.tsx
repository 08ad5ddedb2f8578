import { Terminal } from "./terminal";

export default function TradingPage() {
  return <Terminal />;
}
