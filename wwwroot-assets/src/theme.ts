/** What the person chose; "system" follows the operating system. */
export type ThemeChoice = "light" | "dark" | "system";

const key = "transferweb-theme";
const darkPreferred = matchMedia("(prefers-color-scheme: dark)");

export function choice(): ThemeChoice {
  const stored = localStorage.getItem(key);
  return stored === "light" || stored === "dark" ? stored : "system";
}

export function isDark(): boolean {
  const chosen = choice();
  return chosen === "dark" || (chosen === "system" && darkPreferred.matches);
}

/** Puts the theme on the page: our tokens by an attribute, Radzen's sheets by their media. */
export function apply(): void {
  const dark = isDark();
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  for (const [id, on] of [["radzen-light", !dark], ["radzen-dark", dark]] as const) {
    const sheet = document.getElementById(id) as HTMLLinkElement | null;
    if (sheet) sheet.media = on ? "all" : "not all";
  }
}

export function choose(next: ThemeChoice): void {
  localStorage.setItem(key, next);
  apply();
}

/** Calls back when the colours change, until the returned function is called. */
export function onChange(callback: () => void): () => void {
  const observer = new MutationObserver(callback);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => observer.disconnect();
}

/** Keeps "system" in step with the operating system while the page is open. */
export function followSystem(): void {
  darkPreferred.addEventListener("change", apply);
}
