// A number as people write it, and whose it is.

import { Refusal, get } from "./api";
import type { Visit } from "./shapes";
import { _ } from "./words";

/** The visit of today that is called so. */
export async function byNumber(written: string): Promise<Visit> {
  const { visits } = await get<{ visits: Visit[] }>(`visits?ticket=${encodeURIComponent(written)}`);
  const found = visits[0];
  if (!found) throw new Refusal(_("Hari ini tidak ada nomor {written}. Periksa kertasnya, lalu ulangi.", { written }), 404);
  return found;
}
