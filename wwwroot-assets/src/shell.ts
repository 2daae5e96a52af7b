// The frame's own behaviour: the theme switch, the search key, and coming back after the connection was lost.
import { choice, choose, type ThemeChoice } from "./theme";

let listening: AbortController | null = null;

/** Starts listening and marks the page as live: what is clicked from here on is heard. Returns the theme that is chosen. */
export function init(): ThemeChoice {
  listening?.abort();
  listening = new AbortController();
  document.addEventListener("keydown", focusSearch, { signal: listening.signal });
  document.documentElement.dataset.live = "";
  return choice();
}

export function update(next: ThemeChoice): void {
  choose(next);
}

export function dispose(): void {
  listening?.abort();
  listening = null;
  delete document.documentElement.dataset.live;
}

export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** "/" goes to the page's search box, unless the person is typing. */
function focusSearch(event: KeyboardEvent): void {
  const target = event.target as HTMLElement;
  const typing = target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const box = document.querySelector<HTMLInputElement>("[data-search]");
  if (box) {
    event.preventDefault();
    box.focus();
  }
}
