// The rooms of a waiting room's TV: how many a page holds, how large their numbers are, and how many who wait fit beneath.

import { say } from "./dom";
import { _ } from "./words";

const ROW_REM = 12.4; // a room's name, a number of --tv-number, and who waits
const GAP_REM = 1.4; // as in board.css
const STACKED_SHARE = 0.94; // the rest keeps two numbers apart
const NUMBER_REM_MAX = 20;
const DESK_REM = 2.1; // a desk's name beneath its number
const SECOND_LINE_REM = 3.25; // of those who wait, in a narrow column
const ONE_COLUMN_MAX = 3; // so few stand beneath each other, each as wide as the screen

/** How many rooms can be read at once, in one column or two. Held upright, two columns are narrow: two desks and who waits need more height. */
export function shape(main: HTMLElement, rooms: number): { columns: number; capacity: number } {
  const isUpright = window.innerHeight >= window.innerWidth;
  const rowsOf = (height: number): number => Math.max(1, Math.floor((main.clientHeight / rem() + GAP_REM) / (height + GAP_REM)));
  const rows = rowsOf(ROW_REM);
  const columns = rooms <= (isUpright ? rows : Math.min(rows, ONE_COLUMN_MAX)) ? 1 : 2;
  return { columns, capacity: Math.max(rows, 2 * rowsOf(isUpright ? ROW_REM + DESK_REM + SECOND_LINE_REM : ROW_REM)) };
}

/** The pages of a board with more rooms than can be read at once: in the house's order, about equally full. */
export function pages(codes: string[], capacity: number): string[][] {
  const size = Math.ceil(codes.length / Math.ceil(codes.length / capacity));
  const found: string[][] = [];
  for (let from = 0; from < codes.length; from += size) found.push(codes.slice(from, from + size));
  return found;
}

/** Numbers as large as the height allows, in each room as its width allows; then as many of the waiting as fit. */
export function fit(main: HTMLElement): void {
  const tiles = Array.from(main.querySelectorAll<HTMLElement>(".st"));
  main.style.setProperty("--num", `${heightLeft(main, tiles)}rem`);
  for (const [tile, width] of tiles.map((one) => [one, widthLeft(one)] as const)) {
    if (width === null) continue;
    const most = parseFloat(getComputedStyle(main).getPropertyValue("--num")) - DESK_REM;
    const isStacked = Math.min(width.stacked, most) > width.beside;
    tile.classList.toggle("stacked", isStacked);
    tile.style.setProperty("--num", `${isStacked ? Math.min(width.stacked, most) : width.beside}rem`);
  }
  cutWaiting(tiles);
}

/** For a list to scroll: sizes are those of the style sheet, and nothing is cut. */
export function loose(main: HTMLElement): void {
  main.style.removeProperty("--num");
}

const rem = (): number => parseFloat(getComputedStyle(document.documentElement).fontSize);

function heightLeft(main: HTMLElement, tiles: HTMLElement[]): number {
  const least = parseFloat(getComputedStyle(main).getPropertyValue("--tv-number"));
  main.style.setProperty("--num", `${least}rem`);
  main.classList.add("measured");
  const rows: Record<number, number> = {};
  let bottom = 0;
  for (const tile of tiles) {
    const lines = Number(tile.dataset["lines"]);
    rows[tile.offsetTop] = Math.max(rows[tile.offsetTop] || 0, lines);
    bottom = Math.max(bottom, tile.offsetTop + tile.offsetHeight);
  }
  const free = (main.clientHeight - bottom) / rem();
  main.classList.remove("measured");
  const lines = Object.keys(rows).reduce((sum, top) => sum + rows[Number(top)]!, 0);
  return lines ? Math.min(NUMBER_REM_MAX, least + free / lines) : least;
}

/** The size at which the numbers of all desks of a room stand whole and alike, beside or above the desk's name; null: they do already. */
function widthLeft(tile: HTMLElement): { beside: number; stacked: number } | null {
  const desks = Array.from(tile.querySelectorAll<HTMLElement>(".one"));
  if (!desks.some((one) => one.scrollWidth > one.clientWidth)) return null;
  const sizes = desks.map((one) => {
    const number = one.querySelector<HTMLElement>("b")!;
    const perPixel = parseFloat(getComputedStyle(tile).getPropertyValue("--num")) / number.offsetWidth;
    const others = Math.max(0, one.scrollWidth - number.offsetWidth);
    return { beside: (one.clientWidth - others - 1) * perPixel, stacked: one.clientWidth * STACKED_SHARE * perPixel };
  });
  return { beside: Math.min(...sizes.map((one) => one.beside)), stacked: Math.min(...sizes.map((one) => one.stacked)) };
}

/** Who can't be shown is counted. One of each kind stays, and is named before those who come after. */
function cutWaiting(tiles: HTMLElement[]): void {
  let lines = tiles.map((tile) => tile.querySelector<HTMLElement>(".wait")!).filter((wait) => wait);
  while (lines.length) {
    lines = lines.filter((wait) => wait.scrollHeight > wait.clientHeight + 1);
    lines = lines.filter(cutOne);
  }
}

function cutOne(wait: HTMLElement): boolean {
  const [next, busy] = [".these:not(.busy)", ".busy"].map((kind) => wait.querySelectorAll(`${kind} .num`));
  const row = next!.length > 1 ? next! : busy!;
  if (row.length < 2) return unworded(wait);
  const last = row[row.length - 1]!;
  last.parentNode!.removeChild(last);
  const more = wait.querySelector<HTMLElement>(".more")!;
  more.dataset["count"] = String(Number(more.dataset["count"]) + 1);
  more.hidden = false;
  say(more, _("+{count} lagi", { count: more.dataset["count"] }));
  return true;
}

/** Numbers rather than the word before them. */
function unworded(wait: HTMLElement): boolean {
  const word = wait.querySelector(".these:not(.busy) em");
  if (word) word.parentNode!.removeChild(word);
  return word !== null;
}
