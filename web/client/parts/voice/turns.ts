// Whose turn it is to speak: a room with two screens hears each call once. The server knows; a screen asks and is told.

import type { Asking } from "../watch";
import { sleep } from "../now";

interface Answer {
  turn: "speaker" | "other" | "nobody" | "speak" | "spoken" | "wait" | "quiet" | "gone";
  quiet: string | null;
}

/** What becomes of a call here: said; shown while another screen says it; shown in silence; or nothing any more. */
export type Turn = "speak" | "shown" | "silent" | "gone";

/** Whether the voice comes from here, from elsewhere, or from nowhere; and until when the room is quiet. */
export interface Room {
  speaker: "here" | "elsewhere" | "nobody";
  quiet: string | null;
}

const LOOK_MS = 4_000; // three times within the lease that the server gives
const AGAIN_MS = 400; // while another screen has not begun this call yet
const PATIENCE_MS = 30_000; // longer than any announcement: the call is shown, whoever says it
const LINE_MS_MAX = 60_000; // a call that could not be asked for is old by then

export class Turns {
  private isBusy = false;

  /** `can` says whether this screen may make sound now. */
  constructor(
    private readonly board: string,
    private readonly asking: Asking,
    private readonly can: () => boolean,
    private readonly told: (room: Room) => void,
  ) {
    window.setInterval(() => this.look(), LOOK_MS);
  }

  /** Ask anew who speaks; `takesOver` moves the voice here as soon as the other screen has finished. */
  look(takesOver = false): void {
    void this.ask({ takes_over: takesOver }).then((answer) => answer && this.tell(answer));
  }

  /** Whether this screen says this call, as soon as that is decided. */
  async of(day: string | null, position: number): Promise<Turn> {
    const began = Date.now();
    for (;;) {
      const answer = await this.ask({ day, position });
      const waited = Date.now() - began;
      if (!answer) {
        if (waited > LINE_MS_MAX) return "gone";
      } else if (answer.turn !== "wait") {
        return decided(answer.turn);
      } else if (waited > PATIENCE_MS) {
        return "shown";
      }
      await sleep(AGAIN_MS);
    }
  }

  /** While this lasts nobody takes the voice away. */
  async during(sound: Promise<void>): Promise<void> {
    this.isBusy = true;
    await sound;
    this.isBusy = false;
  }

  private ask(more: Record<string, unknown>): Promise<Answer | null> {
    const asked = { board: this.board, can: this.can(), busy: this.isBusy, ...more };
    return this.asking<Answer>("voice", asked);
  }

  private tell({ turn, quiet }: Answer): void {
    const speaker = turn === "speaker" ? "here" : turn === "other" ? "elsewhere" : "nobody";
    this.told({ speaker, quiet });
  }
}

function decided(turn: Answer["turn"]): Turn {
  if (turn === "speak" || turn === "gone") return turn;
  return turn === "spoken" ? "shown" : "silent";
}
