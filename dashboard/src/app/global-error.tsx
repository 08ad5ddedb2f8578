"use client";

import "./globals.css";

/** Where even the frame of all pages broke: no language and no theme can be relied on, so both languages are said. */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en" data-theme="system">
      <body className="flex min-h-dvh flex-col items-center justify-center gap-3 p-8 text-center">
        <title>USDCOP</title>
        <h1 className="text-lg font-semibold">The dashboard broke · El tablero falló</h1>
        <p className="max-w-md text-sm text-muted">
          Orders and positions are not touched by this. Load the page again; if it breaks again, tell the
          operator the line below.
        </p>
        <p lang="es" className="max-w-md text-sm text-muted">
          Esto no toca órdenes ni posiciones. Cargue la página de nuevo; si vuelve a fallar, dé al operador la
          línea de abajo.
        </p>
        <p className="max-w-full font-mono text-xs break-words text-muted">{error.digest ?? error.message}</p>
        <button
          type="button"
          onClick={() => window.location.reload()}
          className="h-11 rounded-md bg-accent px-5 text-sm font-medium text-on-accent"
        >
          Load again · Cargar de nuevo
        </button>
      </body>
    </html>
  );
}
