// The page's own words for a lost connection: Blazor sets a class on the element, this acts on it and wires its buttons.
declare global {
  interface Window {
    Blazor?: { reconnect(): Promise<boolean> };
  }
}

const notice = document.getElementById("components-reconnect-modal");

document.getElementById("reconnect-retry")?.addEventListener("click", async () => {
  const back = await window.Blazor?.reconnect().catch(() => false);
  if (!back) location.reload();
});
document.getElementById("reconnect-reload")?.addEventListener("click", () => location.reload());

// The portal was started anew and knows nothing of this page. All that was chosen is in the address, so nothing is lost by a reload.
if (notice) {
  new MutationObserver(() => {
    if (notice.classList.contains("components-reconnect-rejected")) setTimeout(() => location.reload(), 1500);
  }).observe(notice, { attributeFilter: ["class"] });
}

export {};
