export default function Page() {
  return <h1>compliance</h1>;
}
