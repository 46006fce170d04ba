// The component page: each colour token as it is now, light or dark.

for (const swatch of Array.from(document.querySelectorAll<HTMLElement>("[data-token]"))) {
  swatch.style.background = `var(--${swatch.dataset["token"]})`;
}
