export default function Page() {
  return <h1>diagnostico</h1>;
}
