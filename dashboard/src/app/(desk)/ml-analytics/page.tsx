export default function Page() {
  return <h1>ml-analytics</h1>;
}
