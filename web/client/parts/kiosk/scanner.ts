// What a scanner reads: it types fast, and ends with Enter or Tab. A card is 13 or 16 digits, the code of a booking is shorter.

const PAUSE_MS = 3_000; // a scanner types in a moment; what was begun longer ago is no code
const CARD = /^(\d{13}|\d{16})$/; // BPJS, NIK

interface Read {
  codeLength: number;
  code: (code: string) => void;
  card: (number: string) => void;
}

export function listenToScanner(read: Read): void {
  let typed = "";
  let typedAt = 0;
  document.addEventListener("keydown", (event) => {
    if (event.timeStamp - typedAt > PAUSE_MS) typed = "";
    typedAt = event.timeStamp;
    if (event.key.length === 1) typed += event.key;
    if (!["Enter", "Tab"].includes(event.key) || typed.length < read.codeLength) return;
    event.preventDefault(); // it presses no button that happens to have the focus
    const text = typed.trim();
    typed = "";
    if (CARD.test(text)) read.card(text);
    else read.code(text);
  });
}
