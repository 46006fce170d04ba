// One person for two rooms: choosing the other one, and leaving it again.

import { answers, ask } from "../dialog";
import { el, fill, the } from "../dom";
import { _ } from "../words";
import type { Room } from "./other";
import type { Work } from "./work";

interface Offered {
  room: Room;
  label: string;
  badge: string;
}

export function drawOtherRoom(work: Work): void {
  const { room } = work.other;
  const place = the("other-room");
  place.hidden = !work.desks.isOpen || !work.queue?.day_open;
  const leave = (): void => {
    work.other.leave();
    drawOtherRoom(work);
  };
  const button = (id: string, label: string, click: () => void, name = ""): HTMLElement =>
    el("button", { type: "button", id, class: "quiet", "aria-label": name || null, click }, label);
  if (!room) return fill(place, button("serve-other", _("+ ruang lain"), () => askRoom(work)));
  const { queue } = work.other;
  const where = _("juga {room} · meja {desk}", { room: work.other.name, desk: room.desk });
  const said = queue ? `${where} · ${_("{count} menunggu", { count: queue.count })}` : where;
  fill(
    place,
    el("a", { class: "quiet", id: "other", href: `/pos/${room.station}` }, said),
    button("leave-other", "✕", leave, _("Berhenti melayani {room}", { room: work.other.name })),
  );
}

function askRoom(work: Work): void {
  const desksOf = ({ code, name, cluster, desks }: Work["page"]["stations"][number]): Offered[] =>
    desks.map((desk) => ({ room: { station: code, desk }, label: desks.length > 1 ? _("{room} · meja {desk}", { room: name, desk }) : name, badge: cluster }));
  const rooms = ([] as Offered[]).concat(...work.page.stations.map(desksOf));
  const take = (room: Room): void =>
    void work.attempt(async () => {
      await work.other.take(room, work.desks.desk || "");
      drawOtherRoom(work);
    });
  const choices = rooms.map(({ room, label, badge }) => ({ key: `${room.station}-${room.desk}`, label, badge, act: () => take(room) }));
  ask(_("Ruang mana yang Anda layani juga?"), answers(choices));
}
