import { isService } from "@/lib/server/backends";
import { passOn } from "@/lib/server/passing";
import { problem } from "@/lib/server/problems";

interface Context {
  params: Promise<{ service: string; path: string[] }>;
}

/** The one way of the browser to the REST services: `/backend/<service>/<path of the service>`. */
async function handle(request: Request, { params }: Context): Promise<Response> {
  const { service, path } = await params;
  // Signing in and renewing answer with tokens, which no script may see: `/session` does both.
  if (!isService(service) || /^api\/auth\/(token|refresh|logout)$/.test(path.join("/"))) {
    return problem(404, "UNKNOWN", "There is nothing here.", "See /docs of the services for what there is.");
  }
  return passOn(request, service, path.map(encodeURIComponent).join("/"));
}

export { handle as DELETE, handle as GET, handle as PATCH, handle as POST, handle as PUT };
