export default function Page() {
  return <h1>pipeline</h1>;
}
