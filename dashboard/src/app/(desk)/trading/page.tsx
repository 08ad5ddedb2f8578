export default function Page() {
  return <h1>trading</h1>;
}
